package io.directord.director.reconcile;

import io.directord.kernel.ipvs.ServerSpec;
import java.time.Instant;
import java.util.OptionalInt;

/**
 * An operator's word about one server, which stands over its checks until it is taken back.
 *
 * @param weight only with {@link Kind#WEIGHT}
 * @param by who said so
 */
public record OperatorOverride(Kind kind, OptionalInt weight, String by, Instant at) {
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
  }
}
