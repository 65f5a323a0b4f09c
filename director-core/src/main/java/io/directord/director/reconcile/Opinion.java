package io.directord.director.reconcile;

/** What the checks of a server say together, with one sentence of evidence. */
public record Opinion(Answer answer, String because) {
  /** Whether it may serve. */
  public enum Answer {
    UP,
    DOWN,
    UNKNOWN
  }
}
