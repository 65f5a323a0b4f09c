package io.directord.health.database;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import java.util.Optional;

/** Collects one line of text after the other, in pieces of any size. No socket, no clock. */
final class Line {
  static final int BYTES_MAX = 512;

  private final StringBuilder text = new StringBuilder();

  /** Without its end; empty until there is one, or it is {@link #tooLong}. */
  Optional<String> read(ByteBuf bytes) {
    while (bytes.isReadable() && !tooLong()) {
      byte next = bytes.readByte();
      if (next == '\n') {
        int end = text.length();
        boolean carriageReturn = end > 0 && text.charAt(end - 1) == '\r';
        String line = text.substring(0, carriageReturn ? end - 1 : end);
        text.setLength(0);
        return Optional.of(line);
      }
      text.append(new String(new byte[] {next}, ISO_8859_1));
    }
    return Optional.empty();
  }

  boolean tooLong() {
    return text.length() >= BYTES_MAX;
  }

  /** What there is of it. */
  String begun() {
    return text.toString();
  }
}
