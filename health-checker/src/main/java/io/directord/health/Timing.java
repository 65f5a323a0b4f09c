package io.directord.health;

import java.time.Duration;
import java.util.Optional;

/**
 * When a target is probed, and how many equal answers in a row change its verdict.
 *
 * @param interval from the start of one probe to the start of the next
 * @param timeout one deadline for a whole probe, from connect to the last byte
 * @param rise successes in a row that bring a down target up
 * @param fall failures in a row that bring an up target down
 * @param jitterPercent each interval is shortened by up to this share
 * @param fastInterval between the first contrary outcome and the verdict; absent means interval
 * @param downInterval while it is down; absent means interval
 * @param flap what is done about a target that changes too often; absent means nothing
 */
public record Timing(
    Duration interval,
    Duration timeout,
    int rise,
    int fall,
    int jitterPercent,
    Optional<Duration> fastInterval,
    Optional<Duration> downInterval,
    Optional<Flap> flap) {
  public static final Duration INTERVAL_MIN = Duration.ofMillis(10);
  public static final int COUNT_MAX = 1000;

  public Timing {
    requireInterval("interval", interval);
    fastInterval.ifPresent(fast -> requireInterval("fast-interval", fast));
    downInterval.ifPresent(down -> requireInterval("down-interval", down));
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("timeout must be positive, found " + timeout);
    }
    // The other two intervals may be shorter: then the next probe begins when the last is over.
    if (timeout.compareTo(interval) > 0) {
      throw new IllegalArgumentException(
          "timeout must not be longer than interval: probes of one target never overlap");
    }
    if (fastInterval.isPresent() && fastInterval.get().compareTo(interval) > 0) {
      throw new IllegalArgumentException(
          "fast-interval must not be longer than interval: it is for a verdict that comes sooner");
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

  /** With one interval, and nothing done about a target that changes often. */
  public Timing(Duration interval, Duration timeout, int rise, int fall, int jitterPercent) {
    this(
        interval,
        timeout,
        rise,
        fall,
        jitterPercent,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** From the start of a probe that led to this, to the start of the next. */
  public Duration interval(Health health) {
    return switch (health.phase()) {
      case STEADY -> interval;
      case CHANGING -> fastInterval.orElse(interval);
      case DOWN -> downInterval.orElse(interval);
    };
  }

  private static void requireInterval(String key, Duration interval) {
    if (interval.compareTo(INTERVAL_MIN) < 0) {
      throw new IllegalArgumentException(key + " must be at least 10ms, found " + interval);
    }
  }
}
