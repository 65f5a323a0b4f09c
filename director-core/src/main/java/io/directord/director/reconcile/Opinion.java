package io.directord.director.reconcile;

/**
 * What the checks of a server say together, with one sentence of evidence.
 *
 * @param asked what the server wishes besides
 */
public record Opinion(Answer answer, String because, Asked asked) {
  /** Whether it may serve. */
  public enum Answer {
    UP,
    DOWN,
    UNKNOWN;

    public String text() {
      return switch (this) {
        case UP -> "up";
        case DOWN -> "down";
        case UNKNOWN -> "unknown";
      };
    }
  }

  /** Of a server that wishes nothing. */
  public Opinion(Answer answer, String because) {
    this(answer, because, Asked.NOTHING);
  }

  Opinion asking(Asked other) {
    return other.equals(asked) ? this : new Opinion(answer, because, other);
  }
}
