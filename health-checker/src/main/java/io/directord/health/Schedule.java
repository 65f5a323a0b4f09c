package io.directord.health;

/**
 * When one target's next probe starts. Pure.
 *
 * <p>Intervals run from start to start. Each is measured from the time the last probe was
 * <em>due</em>, so that small delays do not add up; slots that a stall swallowed are skipped, so
 * that nothing is made up for in a burst. Random values are in {@code [0, 1)}.
 */
public final class Schedule {
  private Schedule() {}

  /**
   * The second probe starts a random part of an interval after the first: all targets are probed at
   * once at the start, and would stay together for ever.
   */
  public static long second(
      Timing timing, long startedNanos, long finishedNanos, double randomValue) {
    long part = (long) (timing.interval().toNanos() * randomValue);
    return later(startedNanos + part, finishedNanos);
  }

  /** At least half an interval after the last start, and never before the last probe's end. */
  public static long next(
      Timing timing, long dueNanos, long startedNanos, long finishedNanos, double randomValue) {
    long interval = jittered(timing, randomValue);
    long next = dueNanos + interval;
    long missing = startedNanos + interval / 2 - next;
    if (missing > 0) {
      next += Math.ceilDiv(missing, interval) * interval;
    }
    return later(next, finishedNanos);
  }

  private static long jittered(Timing timing, double randomValue) {
    double share = timing.jitterPercent() / 100.0 * (2 * randomValue - 1);
    long interval = timing.interval().toNanos();
    return interval + (long) (interval * share);
  }

  /** By difference, because monotonic clocks may wrap. */
  private static long later(long oneNanos, long otherNanos) {
    return oneNanos - otherNanos >= 0 ? oneNanos : otherNanos;
  }
}
