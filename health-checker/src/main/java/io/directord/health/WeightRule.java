package io.directord.health;

import java.time.Duration;

/**
 * How small a change of an advised weight is passed on, and how often.
 *
 * @param minimumChangePercent smaller ones wait until they have stood for {@code atMostEvery};
 *     points of a share, or of the greater one of two weights
 * @param atMostEvery from one change to the next, but that to 0, which is passed on at once
 */
public record WeightRule(int minimumChangePercent, Duration atMostEvery) {
  public static final Duration EVERY_MAX = Duration.ofHours(1);
  public static final WeightRule DEFAULT = new WeightRule(5, Duration.ofSeconds(10));

  public WeightRule {
    if (minimumChangePercent < 0 || minimumChangePercent > 100) {
      throw new IllegalArgumentException(
          "minimum-change must be 0%..100%, found " + minimumChangePercent + "%");
    }
    if (atMostEvery.isNegative() || atMostEvery.compareTo(EVERY_MAX) > 0) {
      throw new IllegalArgumentException("at-most-every must be 0s..1h, found " + atMostEvery);
    }
  }
}
