package io.directord.failover.track;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads the number that a file holds. Blocks on the disk; never on a loop. */
final class FileLook {
  /** More than any number takes. */
  private static final int BYTES_MAX = 64;

  private FileLook() {}

  static Outcome look(Path path) {
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      return Outcome.failed("is no regular file");
    }
    try (InputStream in = Files.newInputStream(path)) {
      return judged(new String(in.readNBytes(BYTES_MAX), StandardCharsets.UTF_8));
    } catch (NoSuchFileException _) {
      return new Outcome.Passed("does not exist: counts as 0");
    } catch (IOException e) {
      return Outcome.failed("cannot be read: " + e.getMessage());
    }
  }

  static Outcome judged(String text) {
    String stripped = text.strip();
    if (stripped.isEmpty()) {
      return new Outcome.Passed("is empty: counts as 0");
    }
    if (!stripped.matches("[+-]?\\d{1,9}")) {
      return Outcome.failed("holds no number");
    }
    int number = Integer.parseInt(stripped);
    return number == 0
        ? new Outcome.Passed("holds 0")
        : new Outcome.Failed(number, "holds " + number);
  }
}
