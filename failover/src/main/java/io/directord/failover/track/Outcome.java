package io.directord.failover.track;

/** What one look at a watched thing came to. */
sealed interface Outcome {
  /** One sentence, for status and log. */
  String evidence();

  record Passed(String evidence) implements Outcome {}

  /**
   * The thing fails.
   *
   * @param number that a file holds; 0 for anything else
   */
  record Failed(int number, String evidence) implements Outcome {}

  /** Trouble of our own: nothing was learned about the thing. */
  record Untold(String evidence) implements Outcome {}

  static Outcome failed(String evidence) {
    return new Failed(0, evidence);
  }
}
