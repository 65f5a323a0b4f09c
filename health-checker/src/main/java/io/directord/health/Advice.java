package io.directord.health;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a server that answers says of itself besides. What is empty is not spoken of, and stays as
 * it was said before.
 *
 * @param connectionsMax new connections are not wanted above that; 0 takes the limit back
 */
public record Advice(Optional<Weight> weight, Optional<Mode> mode, OptionalInt connectionsMax) {
  public static final Advice NONE =
      new Advice(Optional.empty(), Optional.empty(), OptionalInt.empty());

  /** How much of the load it wants. */
  public sealed interface Weight {
    /** Of the configured weight; may be above 100. */
    record Percent(int percent) implements Weight {
      public Percent {
        requireWithin("a share", percent, 0, PERCENT_MAX);
      }
    }

    /** In place of the configured weight. */
    record Absolute(int weight) implements Weight {
      public Absolute {
        requireWithin("a weight", weight, 0, WEIGHT_MAX);
      }
    }
  }

  /** What it is ready for. */
  public enum Mode {
    READY,
    /** No new connections. */
    DRAIN,
    /** No new connections, and what it answers otherwise is of no interest. */
    MAINTENANCE
  }

  public static final int PERCENT_MAX = 25_600;
  public static final int WEIGHT_MAX = 65_535;

  public static Advice weight(Weight weight) {
    return new Advice(Optional.of(weight), Optional.empty(), OptionalInt.empty());
  }

  public static Advice mode(Mode mode) {
    return new Advice(Optional.empty(), Optional.of(mode), OptionalInt.empty());
  }

  /** What holds once this was said after that. */
  public Advice after(Advice before) {
    return new Advice(
        weight.or(before::weight),
        mode.or(before::mode),
        connectionsMax.isPresent() ? connectionsMax : before.connectionsMax());
  }

  private static void requireWithin(String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          what + " must be " + least + ".." + most + ", found " + value);
    }
  }
}
