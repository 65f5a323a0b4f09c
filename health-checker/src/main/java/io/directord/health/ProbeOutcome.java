package io.directord.health;

/** What one probe found out, with one sentence of evidence. */
public sealed interface ProbeOutcome {

  /** From the start of the probe to its outcome. */
  long roundTripNanos();

  String evidence();

  /**
   * As it should be.
   *
   * @param what such as {@code HTTP 200}
   * @param advice what the server says of itself besides
   * @param timed the evidence tells how long it took
   */
  record Success(long roundTripNanos, String what, Advice advice, boolean timed)
      implements ProbeOutcome {
    /** With the whole evidence. */
    public Success(long roundTripNanos, String evidence, Advice advice) {
      this(roundTripNanos, evidence, advice, false);
    }

    public Success(long roundTripNanos, String evidence) {
      this(roundTripNanos, evidence, Advice.NONE);
    }

    /** Put together when somebody asks: most successes are like the one before, and nobody does. */
    @Override
    public String evidence() {
      return timed ? what + " in " + Nanos.measured(roundTripNanos) : what;
    }
  }

  record Failure(FailureKind kind, long roundTripNanos, String evidence) implements ProbeOutcome {}

  /** Such as {@code HTTP 200 in 1.8 ms}. */
  static ProbeOutcome success(String what, long roundTripNanos) {
    return success(what, roundTripNanos, Advice.NONE);
  }

  static ProbeOutcome success(String what, long roundTripNanos, Advice advice) {
    return new Success(roundTripNanos, what, advice, true);
  }

  /** Such as {@code no answer within 1s (connected, waiting for the status line)}. */
  static ProbeOutcome timeout(long timeoutNanos, String stage, long roundTripNanos) {
    return new Failure(
        FailureKind.TIMEOUT,
        roundTripNanos,
        "no answer within " + Nanos.configured(timeoutNanos) + " (" + stage + ")");
  }

  /** Such as {@code not probed: this node took more than 1s itself (connected, …)}. */
  static ProbeOutcome tooBusy(long timeoutNanos, String stage, long roundTripNanos) {
    return new Failure(
        FailureKind.LOCAL,
        roundTripNanos,
        "not probed: this node itself took more than "
            + Nanos.configured(timeoutNanos)
            + " ("
            + stage
            + ")");
  }
}
