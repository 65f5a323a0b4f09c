package io.directord.health;

import java.time.Duration;

/**
 * When a target changes too often to be used, and what brings it back.
 *
 * @param changes of its verdict, both ways counted
 * @param within the time in which so many are too many
 * @param hold how long it must then have been up without a break
 */
public record Flap(int changes, Duration within, Duration hold) {
  public static final int CHANGES_MIN = 2;
  public static final int CHANGES_MAX = 100;
  public static final Flap DEFAULT = new Flap(6, Duration.ofMinutes(2), Duration.ofMinutes(1));

  public Flap {
    if (changes < CHANGES_MIN || changes > CHANGES_MAX) {
      throw new IllegalArgumentException("changes must be 2..100, found " + changes);
    }
    requirePositive("within", within);
    requirePositive("hold", hold);
  }

  private static void requirePositive(String key, Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(key + " must be positive, found " + duration);
    }
  }
}
