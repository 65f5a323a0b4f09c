package io.directord.health;

import java.time.Duration;

/**
 * When a target is probed, and how many equal answers in a row change its verdict.
 *
 * @param interval from the start of one probe to the start of the next
 * @param timeout one deadline for a whole probe, from connect to the last byte
 * @param rise successes in a row that bring a down target up
 * @param fall failures in a row that bring an up target down
 * @param jitterPercent each interval is lengthened or shortened by up to this share
 */
public record Timing(Duration interval, Duration timeout, int rise, int fall, int jitterPercent) {
  public static final Duration INTERVAL_MIN = Duration.ofMillis(10);
  public static final int COUNT_MAX = 1000;

  public Timing {
    if (interval.compareTo(INTERVAL_MIN) < 0) {
      throw new IllegalArgumentException("interval must be at least 10ms, found " + interval);
    }
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("timeout must be positive, found " + timeout);
    }
    if (timeout.compareTo(interval) > 0) {
      throw new IllegalArgumentException(
          "timeout must not be longer than interval: probes of one target never overlap");
    }
    if (rise < 1 || rise > COUNT_MAX) {
      throw new IllegalArgumentException("rise must be 1..1000, found " + rise);
    }
    if (fall < 1 || fall > COUNT_MAX) {
      throw new IllegalArgumentException("fall must be 1..1000, found " + fall);
    }
    if (jitterPercent < 0 || jitterPercent > 50) {
      throw new IllegalArgumentException("jitter must be 0..50 percent, found " + jitterPercent);
    }
  }
}
