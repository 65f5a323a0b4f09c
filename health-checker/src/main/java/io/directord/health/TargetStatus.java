package io.directord.health;

/**
 * What is known of one target at one moment. Times are monotonic, comparable with {@link
 * System#nanoTime()}.
 *
 * @param because the evidence of the last probe, whether or not it changed the verdict
 * @param sinceNanos when the state was entered
 * @param roundTripNanos of the last probe; 0 before the first
 * @param probes that said something about the server; our own resource trouble is not counted
 * @param failures among them
 * @param consecutive equal outcomes in a row, up to the last one
 * @param held it counts as down, whatever its probes say, because its verdict changed too often
 */
public record TargetStatus(
    Health.State state,
    String because,
    long sinceNanos,
    long roundTripNanos,
    long probes,
    long failures,
    long consecutive,
    boolean held) {

  static TargetStatus unknown(long nowNanos) {
    return new TargetStatus(Health.State.UNKNOWN, "not probed yet", nowNanos, 0, 0, 0, 0, false);
  }

  /** A state that nobody probes for. */
  static TargetStatus settled(Health.State state, String because, long nowNanos) {
    return new TargetStatus(state, because, nowNanos, 0, 0, 0, 0, false);
  }

  TargetStatus after(ProbeOutcome outcome, Health next, Damping.Step step, long nowNanos) {
    boolean counts = !(outcome instanceof ProbeOutcome.Failure f && f.kind() == FailureKind.LOCAL);
    boolean failed = counts && outcome instanceof ProbeOutcome.Failure;
    return new TargetStatus(
        step.state(),
        step.because(),
        step.changed() ? nowNanos : sinceNanos,
        outcome.roundTripNanos(),
        probes + (counts ? 1 : 0),
        failures + (failed ? 1 : 0),
        next.successes() + next.failures(),
        step.next().held());
  }
}
