package io.directord.director.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The text of a file, or one sentence why there is none. */
sealed interface FileText {
  record Read(String text) implements FileText {}

  record Refused(String because) implements FileText {}

  static FileText read(Path file) {
    if (Files.isDirectory(file)) {
      return new Refused("cannot read " + file + ": it is a directory");
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      // As bytes, twice as characters, and as text.
      long needed = 4 * Math.min(Files.size(file), Limits.FILE_BYTES_MAX);
      if (Memory.lacks(needed)) {
        return new Refused("cannot read " + file + ": " + Memory.lacking(needed));
      }
      bytes = in.readNBytes(Limits.FILE_BYTES_MAX + 1);
    } catch (NoSuchFileException e) {
      return new Refused("cannot read " + file + ": there is no such file");
    } catch (AccessDeniedException e) {
      return new Refused("cannot read " + file + ": permission denied");
    } catch (IOException e) {
      return new Refused("cannot read " + file + ": " + e.getMessage());
    }
    if (bytes.length > Limits.FILE_BYTES_MAX) {
      return new Refused(
          "cannot read " + file + ": it is larger than " + Limits.FILE_BYTES_MAX + " bytes");
    }
    return decode(file, bytes);
  }

  private static FileText decode(Path file, byte[] bytes) {
    for (byte b : bytes) {
      if (b == 0) {
        return new Refused("cannot read " + file + ": it is binary, not text");
      }
    }
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(in, out, true);
    if (result.isError()) {
      int line = 1;
      for (int i = 0; i < in.position(); i++) {
        line += bytes[i] == '\n' ? 1 : 0;
      }
      return new Refused(
          "cannot read " + file + ": line " + line + " holds a byte that is not UTF-8 text");
    }
    String text = out.flip().toString();
    return new Read(text.startsWith("\uFEFF") ? text.substring(1) : text);
  }
}
