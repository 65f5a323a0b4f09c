package io.directord.health;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How many files this process may have open, as {@code /proc/self/limits} tells. */
final class OpenFiles {
  private static final Path LIMITS = Path.of("/proc/self/limits");
  private static final String LINE = "Max open files";

  private OpenFiles() {}

  /** The soft limit; {@code Long.MAX_VALUE} if there is none or it cannot be read. */
  static long limit() {
    try {
      return limit(Files.readAllLines(LIMITS));
    } catch (IOException _) {
      // No /proc here: a socket that cannot be had is still reported as our own trouble.
      return Long.MAX_VALUE;
    }
  }

  static long limit(List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith(LINE))
        .map(line -> line.substring(LINE.length()).strip().split(" +", 2)[0])
        .mapToLong(soft -> soft.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(soft))
        .findFirst()
        .orElse(Long.MAX_VALUE);
  }
}
