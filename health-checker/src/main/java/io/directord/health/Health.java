package io.directord.health;

/**
 * Turns the outcomes of one target's probes into a state: the first outcome decides at once, then
 * {@code rise} successes in a row bring it up and {@code fall} failures in a row bring it down.
 * Pure.
 *
 * @param successes in a row up to the last outcome; at most one of the two counters is not zero
 * @param failures in a row up to the last outcome
 */
public record Health(State state, long successes, long failures) {
  public static final Health UNKNOWN = new Health(State.UNKNOWN, 0, 0);

  /** What is held true of a target. */
  public enum State {
    /** No probe has said anything yet. */
    UNKNOWN,
    UP,
    DOWN
  }

  /** How far it is from its next verdict. */
  public enum Phase {
    /** Up, or nothing is known, and the last outcome said nothing else. */
    STEADY,
    /** A row has begun that may end in another verdict. */
    CHANGING,
    /** Down, and the last outcome said so. */
    DOWN
  }

  /**
   * The answer to one outcome.
   *
   * @param changed the verdict is new; never true on the way to {@code UNKNOWN}
   * @param because the evidence, and how far it has come towards the next verdict
   */
  public record Step(Health next, boolean changed, String because) {}

  public Health {
    if (successes < 0 || failures < 0 || (successes > 0 && failures > 0)) {
      throw new IllegalArgumentException(
          "one row at a time, found " + successes + " successes and " + failures + " failures");
    }
  }

  public Phase phase() {
    return switch (state) {
      case UNKNOWN -> Phase.STEADY;
      case UP -> failures > 0 ? Phase.CHANGING : Phase.STEADY;
      case DOWN -> successes > 0 ? Phase.CHANGING : Phase.DOWN;
    };
  }

  public Step after(ProbeOutcome outcome, Timing timing) {
    return switch (outcome) {
      case ProbeOutcome.Success success -> succeeded(success.evidence(), timing.rise());
      // Our own trouble says nothing about the server: even a row that has begun goes on after it.
      case ProbeOutcome.Failure(var kind, _, var evidence) when kind == FailureKind.LOCAL ->
          new Step(this, false, evidence);
      case ProbeOutcome.Failure(_, _, var evidence) -> failed(evidence, timing.fall());
    };
  }

  private Step succeeded(String evidence, int rise) {
    long row = successes + 1;
    return switch (state) {
      case UNKNOWN -> new Step(new Health(State.UP, row, 0), true, evidence);
      case UP -> new Step(new Health(State.UP, row, 0), false, evidence);
      case DOWN ->
          row >= rise
              ? new Step(new Health(State.UP, row, 0), true, decided(evidence, row))
              : new Step(new Health(state, row, 0), false, undecided(evidence, row, rise, "down"));
    };
  }

  private Step failed(String evidence, int fall) {
    long row = failures + 1;
    return switch (state) {
      case UNKNOWN -> new Step(new Health(State.DOWN, 0, row), true, evidence);
      case DOWN -> new Step(new Health(State.DOWN, 0, row), false, evidence);
      case UP ->
          row >= fall
              ? new Step(new Health(State.DOWN, 0, row), true, decided(evidence, row))
              : new Step(new Health(state, 0, row), false, undecided(evidence, row, fall, "up"));
    };
  }

  private static String decided(String evidence, long row) {
    return row == 1 ? evidence : evidence + " (" + row + " in a row)";
  }

  private static String undecided(String evidence, long row, int needed, String still) {
    return evidence + " (" + row + " of " + needed + ", still " + still + ")";
  }
}
