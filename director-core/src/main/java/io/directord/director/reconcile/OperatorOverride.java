package io.directord.director.reconcile;

import io.directord.kernel.ipvs.ServerSpec;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An operator's word about one server, which stands over its checks until it is taken back or its
 * time is over.
 *
 * @param weight only with {@link Kind#WEIGHT}
 * @param by who said so
 * @param reason what for; may be empty
 * @param until when it ends by itself
 */
public record OperatorOverride(
    Kind kind, OptionalInt weight, String by, Instant at, String reason, Optional<Instant> until) {
  public static final int REASON_CHARACTERS_MAX = 200;

  /** What was asked for. */
  public enum Kind {
    /** Another weight than the configured one, while the server is up. */
    WEIGHT,
    /** No new connections. */
    DRAIN,
    /** Out of service, as if its checks failed. */
    DISABLE;

    public String text() {
      return switch (this) {
        case WEIGHT -> "weight";
        case DRAIN -> "drain";
        case DISABLE -> "disable";
      };
    }
  }

  public OperatorOverride {
    if (weight.isPresent() != (kind == Kind.WEIGHT)) {
      throw new IllegalArgumentException("exactly the kind \"weight\" has a weight");
    }
    if (weight.isPresent()
        && (weight.getAsInt() < 0 || weight.getAsInt() > ServerSpec.WEIGHT_MAX)) {
      throw new IllegalArgumentException("weight must be 0..65535, found " + weight.getAsInt());
    }
    if (reason.length() > REASON_CHARACTERS_MAX) {
      throw new IllegalArgumentException(
          "reason must have at most " + REASON_CHARACTERS_MAX + " characters");
    }
    if (reason.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("reason must be one line, without control characters");
    }
  }

  /** Without a reason, and for good. */
  public OperatorOverride(Kind kind, OptionalInt weight, String by, Instant at) {
    this(kind, weight, by, at, "", Optional.empty());
  }

  /** Who, and what for. */
  public String author() {
    return reason.isEmpty() ? by : by + ": " + reason;
  }

  /** Whether its time is over. */
  public boolean overdue(Instant now) {
    return until.isPresent() && !until.get().isAfter(now);
  }
}
