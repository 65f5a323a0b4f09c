package io.directord.health;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits on a condition, and says what was found instead when the time is up. */
public final class Eventually {
  private static final long DEADLINE_NANOS = Duration.ofSeconds(20).toNanos();
  private static final long LOOK_EVERY_NANOS = Duration.ofMillis(1).toNanos();

  private Eventually() {}

  public static void until(BooleanSupplier condition, Supplier<?> found) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > DEADLINE_NANOS) {
        throw new AssertionError("not within 20s; found " + found.get());
      }
      LockSupport.parkNanos(LOOK_EVERY_NANOS);
    }
  }
}
