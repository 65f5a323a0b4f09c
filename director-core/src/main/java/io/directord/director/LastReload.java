package io.directord.director;

import java.time.Instant;
import java.util.List;

/** What the last reading of the configuration came to. */
public record LastReload(Instant at, Outcome outcome, List<String> problems) {
  /** How it ended. */
  public enum Outcome {
    /** Taken over. */
    APPLIED,
    /** The same as what was running. */
    UNCHANGED,
    /** Wrong or unreadable: what was running still is. */
    REJECTED,
    /** Valid, but it would take too many servers out of service: what was running still is. */
    REFUSED;

    public String text() {
      return switch (this) {
        case APPLIED -> "applied";
        case UNCHANGED -> "unchanged";
        case REJECTED -> "rejected";
        case REFUSED -> "refused";
      };
    }
  }

  /** Whether the file's configuration is in force. */
  public boolean taken() {
    return outcome == Outcome.APPLIED || outcome == Outcome.UNCHANGED;
  }

  public LastReload {
    problems = List.copyOf(problems);
  }
}
