package io.directord.health;

import io.directord.health.Advice.Weight;
import java.util.Optional;

/**
 * Passes a server's word on its weight on so seldom that a load which flaps causes no storm. The
 * first word and a 0 pass at once; any other change waits until the last is old enough, a small one
 * also until it has stood that long. What is said and stays is passed on in the end. Pure.
 *
 * @param told passed on last; empty before the first word
 * @param said last
 * @param saidNanos since when it is said without a change
 */
record WeightFilter(Optional<Weight> told, long toldNanos, Optional<Weight> said, long saidNanos) {
  static final WeightFilter NONE = new WeightFilter(Optional.empty(), 0, Optional.empty(), 0);

  /** To be asked again and again, also while the same is said. */
  WeightFilter after(Optional<Weight> word, WeightRule rule, long nowNanos) {
    if (word.isEmpty()) {
      return this;
    }
    long sinceNanos = word.equals(said) ? saidNanos : nowNanos;
    return passes(word.get(), sinceNanos, rule, nowNanos)
        ? new WeightFilter(word, nowNanos, word, sinceNanos)
        : new WeightFilter(told, toldNanos, word, sinceNanos);
  }

  private boolean passes(Weight word, long sinceNanos, WeightRule rule, long nowNanos) {
    if (told.isEmpty()) {
      return true;
    }
    Weight before = told.get();
    if (word.equals(before)) {
      return false;
    }
    if (isZero(word) && !isZero(before)) {
      return true;
    }
    long everyNanos = rule.atMostEvery().toNanos();
    boolean large = changePercent(before, word) >= rule.minimumChangePercent();
    return nowNanos - toldNanos >= everyNanos && (large || nowNanos - sinceNanos >= everyNanos);
  }

  /** A share and a weight cannot be compared: from one to the other is a large change. */
  private static int changePercent(Weight before, Weight word) {
    if (before instanceof Weight.Percent(var from) && word instanceof Weight.Percent(var to)) {
      return Math.abs(to - from);
    }
    if (before instanceof Weight.Absolute(var from) && word instanceof Weight.Absolute(var to)) {
      return 100 * Math.abs(to - from) / Math.max(from, to);
    }
    return isZero(before) && isZero(word) ? 0 : 100;
  }

  private static boolean isZero(Weight weight) {
    return switch (weight) {
      case Weight.Percent(var percent) -> percent == 0;
      case Weight.Absolute(var absolute) -> absolute == 0;
    };
  }
}
