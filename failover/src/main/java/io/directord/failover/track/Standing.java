package io.directord.failover.track;

/** What is held true of a watched thing. */
public enum Standing {
  /** Not looked at yet: changes nothing. */
  UNKNOWN("unknown"),
  PASSING("passing"),
  FAILING("failing");

  private final String word;

  Standing(String word) {
    this.word = word;
  }

  /** As status shows it. */
  public String word() {
    return word;
  }
}
