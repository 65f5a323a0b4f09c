package io.directord.failover.track;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for conditions, with a deadline. */
final class Await {
  static final long SECONDS_MAX = 30;

  private Await() {}

  static void until(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_MAX);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline >= 0) {
        fail("not within " + SECONDS_MAX + " s: " + what);
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** The number that a program writes into a file, as soon as its line is complete. */
  static long number(Path file) {
    until(file + " holds a line", () -> text(file).endsWith("\n"));
    return Long.parseLong(text(file).strip());
  }

  /** Gone, or a zombie that only its parent can bury. */
  static void end(long pid) {
    until("process " + pid + " ends", () -> ended(pid));
  }

  static boolean ended(long pid) {
    String stat = text(Path.of("/proc/" + pid + "/stat"));
    return stat.isEmpty() || stat.charAt(stat.lastIndexOf(')') + 2) == 'Z';
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException _) {
      return "";
    }
  }
}
