package io.directord.failover.track;

import java.util.OptionalLong;

/**
 * What is held true of a watched thing: the first outcome decides at once, afterwards a change
 * needs several outcomes in a row ({@link #counted}) or a while without another one ({@link
 * #settled}). Pure. The deadline of that while stands in the state, so every other outcome cancels
 * it.
 *
 * @param sinceNanos when the standing became what it is
 * @param evidence one sentence about the newest outcome
 * @param number that a file holds, as far as it counts
 * @param pending what may become a change
 */
record TrackState(
    Standing standing, long sinceNanos, String evidence, int number, Pending pending) {

  /** What has begun and may become a change. */
  sealed interface Pending {
    record Nothing() implements Pending {}

    /** Outcomes in a row that say otherwise. */
    record Row(int length) implements Pending {}

    /** An outcome that says otherwise, and when it counts. */
    record Until(long deadlineNanos, Outcome outcome) implements Pending {}
  }

  private static final Pending NOTHING = new Pending.Nothing();

  static TrackState unknown(long nowNanos) {
    return new TrackState(Standing.UNKNOWN, nowNanos, "not looked at yet", 0, NOTHING);
  }

  /** Takes {@code rise} passing or {@code fall} failing outcomes in a row for a change. */
  TrackState counted(Outcome outcome, int rise, int fall, long nowNanos) {
    Standing said = said(outcome);
    if (said == Standing.UNKNOWN) {
      return untold(outcome);
    }
    if (standing == Standing.UNKNOWN || said == standing) {
      return decided(said, outcome, 1, nowNanos);
    }
    int row = pending instanceof Pending.Row(int length) ? length + 1 : 1;
    int needed = said == Standing.PASSING ? rise : fall;
    if (row >= needed) {
      return decided(said, outcome, row, nowNanos);
    }
    String evidence =
        outcome.evidence() + " (" + row + " of " + needed + ", still " + standing.word() + ")";
    return new TrackState(standing, sinceNanos, evidence, number, new Pending.Row(row));
  }

  /** Takes an outcome for a change when nothing else is heard for {@code upDelay} or down. */
  TrackState settled(Outcome outcome, long upDelayNanos, long downDelayNanos, long nowNanos) {
    Standing said = said(outcome);
    if (said == Standing.UNKNOWN) {
      return untold(outcome);
    }
    long delayNanos = said == Standing.PASSING ? upDelayNanos : downDelayNanos;
    if (standing == Standing.UNKNOWN || said == standing || delayNanos == 0) {
      return decided(said, outcome, 1, nowNanos);
    }
    long deadline = pending instanceof Pending.Until(long begun, _) ? begun : nowNanos + delayNanos;
    String evidence = outcome.evidence() + " (not long enough, still " + standing.word() + ")";
    return new TrackState(
        standing, sinceNanos, evidence, number, new Pending.Until(deadline, outcome));
  }

  /** Time has moved. Early or repeated ticks change nothing. */
  TrackState tick(long nowNanos) {
    return pending instanceof Pending.Until(long deadline, Outcome outcome)
            && nowNanos - deadline >= 0
        ? decided(said(outcome), outcome, 1, nowNanos)
        : this;
  }

  /** When {@link #tick} will have something to do. */
  OptionalLong deadlineNanos() {
    return pending instanceof Pending.Until(long deadline, _)
        ? OptionalLong.of(deadline)
        : OptionalLong.empty();
  }

  /** Even a row that has begun goes on after it. */
  private TrackState untold(Outcome outcome) {
    return new TrackState(standing, sinceNanos, outcome.evidence(), number, pending);
  }

  private TrackState decided(Standing said, Outcome outcome, int row, long nowNanos) {
    String evidence = outcome.evidence() + (row > 1 ? " (" + row + " in a row)" : "");
    int held = outcome instanceof Outcome.Failed(int holds, _) ? holds : 0;
    return new TrackState(said, said == standing ? sinceNanos : nowNanos, evidence, held, NOTHING);
  }

  private static Standing said(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Passed _ -> Standing.PASSING;
      case Outcome.Failed _ -> Standing.FAILING;
      case Outcome.Untold _ -> Standing.UNKNOWN;
    };
  }
}
