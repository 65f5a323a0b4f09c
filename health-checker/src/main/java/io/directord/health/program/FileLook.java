package io.directord.health.program;

import io.directord.health.FailureKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;

/** What one look at a file found. */
sealed interface FileLook {
  /** Of its content; what follows is not read. */
  int CONTENT_BYTES_MAX = 4096;

  record Found(String content, Duration age) implements FileLook {}

  record Trouble(FailureKind kind, String evidence) implements FileLook {}

  /** Blocks, for ever where a file system does. */
  static FileLook at(Path path, Instant now) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      if (!attributes.isRegularFile()) {
        // To open a pipe would wait for somebody who writes.
        return new Trouble(FailureKind.STATUS, path + " is no regular file");
      }
      try (InputStream in = Files.newInputStream(path)) {
        String content = new String(in.readNBytes(CONTENT_BYTES_MAX), StandardCharsets.UTF_8);
        return new Found(content, Duration.between(attributes.lastModifiedTime().toInstant(), now));
      }
    } catch (NoSuchFileException _) {
      return new Trouble(FailureKind.STATUS, path + " does not exist");
    } catch (AccessDeniedException _) {
      return new Trouble(FailureKind.STATUS, path + " may not be read by this daemon");
    } catch (FileSystemException trouble) {
      String why = String.valueOf(trouble.getReason());
      return why.startsWith("Too many open files")
          ? new Trouble(FailureKind.LOCAL, "not probed: too many open files")
          : new Trouble(FailureKind.STATUS, path + " cannot be read: " + why);
    } catch (IOException trouble) {
      return new Trouble(FailureKind.STATUS, path + " cannot be read: " + trouble.getMessage());
    }
  }
}
