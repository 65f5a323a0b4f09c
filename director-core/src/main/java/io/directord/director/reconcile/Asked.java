package io.directord.director.reconcile;

import io.directord.health.Advice;
import io.directord.health.Advice.Mode;
import io.directord.kernel.ipvs.ServerSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What a server asks for by the answers to its checks. Of several checks the most careful one
 * counts: the smallest weight, the fewest connections, maintenance before drain before ready. Pure.
 *
 * @param weight in place of the configured one, which a share was already taken of
 * @param mode {@code READY} also where nobody spoke of it
 * @param modeBecause the evidence of the check that asked for another mode; empty with READY
 * @param connectionsMax at least 1
 */
public record Asked(OptionalInt weight, Mode mode, String modeBecause, OptionalInt connectionsMax) {
  public static final Asked NOTHING =
      new Asked(OptionalInt.empty(), Mode.READY, "", OptionalInt.empty());

  private static final Map<Mode, String> WORDS =
      Map.of(Mode.READY, "ready", Mode.DRAIN, "drain", Mode.MAINTENANCE, "maintenance");

  /** As status shows it; absent what was not asked for. */
  public Map<String, Object> words() {
    Map<String, Object> words = new LinkedHashMap<>();
    weight.ifPresent(asked -> words.put("weight", asked));
    connectionsMax.ifPresent(asked -> words.put("connectionsMax", asked));
    if (mode != Mode.READY) {
      words.put("mode", WORDS.get(mode));
      words.put("because", modeBecause);
    }
    return words;
  }

  /** What {@link #words} were made of; words that are not known count as not said. */
  public static Asked read(Map<String, ?> words) {
    Mode mode =
        WORDS.entrySet().stream()
            .filter(each -> each.getValue().equals(words.get("mode")))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElse(Mode.READY);
    Object because = words.get("because");
    return new Asked(
        number(words.get("weight")),
        mode,
        because instanceof String text ? text : "",
        number(words.get("connectionsMax")));
  }

  private static OptionalInt number(@Nullable Object value) {
    return value instanceof Number number ? OptionalInt.of(number.intValue()) : OptionalInt.empty();
  }

  /** A check's word about a server of this configured weight. */
  static Asked of(Advice advice, int configuredWeight, String evidence) {
    if (advice.equals(Advice.NONE)) {
      return NOTHING;
    }
    Mode mode = advice.mode().orElse(Mode.READY);
    int most = advice.connectionsMax().orElse(0);
    return new Asked(
        weight(advice.weight(), configuredWeight),
        mode,
        mode == Mode.READY ? "" : evidence,
        most > 0 ? OptionalInt.of(most) : OptionalInt.empty());
  }

  /** Together with the word of another check. */
  Asked and(Asked other) {
    if (other.equals(NOTHING)) {
      return this;
    }
    boolean otherMode = other.mode.compareTo(mode) > 0;
    return new Asked(
        smaller(weight, other.weight),
        otherMode ? other.mode : mode,
        otherMode ? other.modeBecause : modeBecause,
        smaller(connectionsMax, other.connectionsMax));
  }

  /** The same with fewer connections, if they were limited so. */
  ServerSpec limit(ServerSpec spec) {
    if (connectionsMax.isEmpty()) {
      return spec;
    }
    int upper =
        spec.upperThreshold() == 0
            ? connectionsMax.getAsInt()
            : Math.min(spec.upperThreshold(), connectionsMax.getAsInt());
    return upper == spec.upperThreshold()
        ? spec
        : new ServerSpec(
            spec.forwarding(), spec.weight(), upper, Math.min(spec.lowerThreshold(), upper));
  }

  private static OptionalInt weight(Optional<Advice.Weight> advised, int configured) {
    if (advised.isEmpty()) {
      return OptionalInt.empty();
    }
    if (configured == 0) {
      return OptionalInt.of(0); // the operator wants none there: no server talks itself back in
    }
    return OptionalInt.of(
        switch (advised.get()) {
          case Advice.Weight.Absolute(int weight) -> weight;
          case Advice.Weight.Percent(int percent) -> share(configured, percent);
        });
  }

  /** Rounded up, so that only 0 % comes to nothing. */
  static int share(int weight, int percent) {
    return (int) Math.min(ServerSpec.WEIGHT_MAX, Math.ceilDiv((long) weight * percent, 100));
  }

  private static OptionalInt smaller(OptionalInt one, OptionalInt other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.isPresent() ? one : other;
    }
    return OptionalInt.of(Math.min(one.getAsInt(), other.getAsInt()));
  }
}
