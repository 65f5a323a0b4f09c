package io.directord.failover;

import java.net.InetAddress;
import java.util.Optional;

/**
 * Whether another router goes on being Active while we are. One stray advertisement is the normal
 * end of an election; hearing one again, an interval after we answered the first, is not.
 * Immutable; pure.
 *
 * @param from whose advertisements we hear
 * @param firstNanos when the first of them came
 * @param lastNanos when the latest came
 * @param intervalNanos the longer one of ours and theirs
 * @param established whether it is one
 */
record SplitBrain(
    InetAddress from, long firstNanos, long lastNanos, long intervalNanos, boolean established) {
  /** So many intervals of silence end it: the rule by which a router is held to be down. */
  private static final int SILENT_INTERVALS = 3;

  /** Another router advertised a priority other than 0 while we are Active. */
  static SplitBrain heard(
      Optional<SplitBrain> before, InetAddress from, long intervalNanos, long nowNanos) {
    if (before.isEmpty() || !before.get().from().equals(from)) {
      return new SplitBrain(from, nowNanos, nowNanos, intervalNanos, false);
    }
    SplitBrain known = before.get();
    // Half an interval: both send on their own grid, and ours may be late.
    boolean established =
        known.established() || nowNanos - known.firstNanos() >= intervalNanos + intervalNanos / 2;
    return new SplitBrain(from, known.firstNanos(), nowNanos, intervalNanos, established);
  }

  boolean over(long nowNanos) {
    return nowNanos - lastNanos > SILENT_INTERVALS * intervalNanos;
  }
}
