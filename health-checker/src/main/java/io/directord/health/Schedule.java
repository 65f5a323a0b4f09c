package io.directord.health;

import java.time.Duration;

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
   * The second probe starts a random part of an interval after the first: the first probes of all
   * targets follow each other closely, and would stay together for ever.
   */
  public static long second(
      Duration interval, long startedNanos, long finishedNanos, double randomValue) {
    long part = (long) (interval.toNanos() * randomValue);
    return later(startedNanos + part, finishedNanos);
  }

  /**
   * At least half an interval after the last start, and never before the last probe's end.
   *
   * @param interval that is now in force: {@link Timing#interval(Health)}
   */
  public static long next(
      Duration interval,
      int jitterPercent,
      long dueNanos,
      long startedNanos,
      long finishedNanos,
      double randomValue) {
    long length = jittered(interval.toNanos(), jitterPercent, randomValue);
    long next = dueNanos + length;
    long missing = startedNanos + length / 2 - next;
    if (missing > 0) {
      next += Math.ceilDiv(missing, length) * length;
    }
    return later(next, finishedNanos);
  }

  /** Never longer: an interval is what a server that dies may be left unseen. */
  private static long jittered(long interval, int jitterPercent, double randomValue) {
    return interval - (long) (interval * (jitterPercent / 100.0) * randomValue);
  }

  /** By difference, because monotonic clocks may wrap. */
  private static long later(long oneNanos, long otherNanos) {
    return oneNanos - otherNanos >= 0 ? oneNanos : otherNanos;
  }
}
