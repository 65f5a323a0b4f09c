package io.directord.health;

import org.jspecify.annotations.Nullable;

/**
 * What is known of one target at one moment; immutable. Times are monotonic, comparable with {@link
 * System#nanoTime()}.
 *
 * <p>Hardly any is read: so successes that change nothing are but counted, and their sentence is
 * put together when somebody asks for it.
 */
public final class TargetStatus {
  private final Health.State state;
  private final @Nullable String because;
  private final @Nullable ProbeOutcome last;
  private final long sinceNanos;
  private final long probes;
  private final long failures;
  private final long consecutive;
  private final boolean held;

  /** Either {@code because} is there, or it is the evidence of {@code last}. */
  private TargetStatus(
      Health.State state,
      @Nullable String because,
      @Nullable ProbeOutcome last,
      long sinceNanos,
      long probes,
      long failures,
      long consecutive,
      boolean held) {
    this.state = state;
    this.because = because;
    this.last = last;
    this.sinceNanos = sinceNanos;
    this.probes = probes;
    this.failures = failures;
    this.consecutive = consecutive;
    this.held = held;
  }

  static TargetStatus unknown(long nowNanos) {
    return settled(Health.State.UNKNOWN, "not probed yet", nowNanos);
  }

  /** A state that nobody probes for. */
  static TargetStatus settled(Health.State state, String because, long nowNanos) {
    return new TargetStatus(state, because, null, nowNanos, 0, 0, 0, false);
  }

  TargetStatus after(ProbeOutcome outcome, Health next, Damping.Step step, long nowNanos) {
    boolean counts = !(outcome instanceof ProbeOutcome.Failure f && f.kind() == FailureKind.LOCAL);
    boolean failed = counts && outcome instanceof ProbeOutcome.Failure;
    return new TargetStatus(
        step.state(),
        step.because(),
        outcome,
        step.changed() ? nowNanos : sinceNanos,
        probes + (counts ? 1 : 0),
        failures + (failed ? 1 : 0),
        next.successes() + next.failures(),
        step.next().held());
  }

  /** After so many more successes of a target that is up anyway. */
  TargetStatus stillUp(long more, ProbeOutcome.Success last) {
    return new TargetStatus(
        state, null, last, sinceNanos, probes + more, failures, consecutive + more, held);
  }

  public Health.State state() {
    return state;
  }

  /** The evidence of the last probe, whether or not it changed the verdict. */
  public String because() {
    if (because != null) {
      return because;
    }
    return last == null ? "" : last.evidence();
  }

  /** When the state was entered. */
  public long sinceNanos() {
    return sinceNanos;
  }

  /** Of the last probe; 0 before the first. */
  public long roundTripNanos() {
    return last == null ? 0 : last.roundTripNanos();
  }

  /** Whether the last probe failed by the server, whatever became of the state. */
  public boolean failing() {
    return last instanceof ProbeOutcome.Failure failure && failure.kind() != FailureKind.LOCAL;
  }

  /** Those that said something about the server; our own resource trouble is not counted. */
  public long probes() {
    return probes;
  }

  /** Among the probes. */
  public long failures() {
    return failures;
  }

  /** Equal outcomes in a row, up to the last one. */
  public long consecutive() {
    return consecutive;
  }

  /** It counts as down, whatever its probes say, because its verdict changed too often. */
  public boolean held() {
    return held;
  }
}
