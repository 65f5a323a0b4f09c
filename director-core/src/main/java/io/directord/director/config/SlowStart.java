package io.directord.director.config;

import java.time.Duration;

/**
 * How a server that comes back from being down gets its weight again. Pure.
 *
 * @param duration until it has all of it; zero means at once
 * @param fromPercent the share that it begins with
 */
public record SlowStart(Duration duration, Ramp ramp, int fromPercent) {
  public static final int FROM_PERCENT = 10;
  public static final SlowStart NONE = new SlowStart(Duration.ZERO, Ramp.LINEAR, FROM_PERCENT);

  /** How the share grows. */
  public enum Ramp {
    /** By the same amount each second. */
    LINEAR,
    /** By the same factor each second: slower first. */
    EXPONENTIAL
  }

  public SlowStart {
    if (fromPercent < 1 || fromPercent > 100) {
      throw new IllegalArgumentException("from must be 1%..100%, found " + fromPercent);
    }
  }

  /** The share of the weight, in 0..1, after so long. */
  public double share(long passedNanos) {
    if (passedNanos >= duration.toNanos()) {
      return 1;
    }
    double from = fromPercent / 100.0;
    double part = Math.max(0, passedNanos) / (double) duration.toNanos();
    return switch (ramp) {
      case LINEAR -> from + (1 - from) * part;
      case EXPONENTIAL -> from * Math.pow(1 / from, part);
    };
  }
}
