package io.directord.health;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A weight or a load, as servers and programs write it. Pure. */
public final class WeightText {
  private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,15}(?:\\.\\d{0,15})?");
  private static final Pattern FIRST = Pattern.compile("\\s*(\\S{1,40})(?:\\s.*)?", Pattern.DOTALL);

  private WeightText() {}

  /**
   * The weight that the first word of a text asks for: with a curve, what that has for the number
   * found; else {@code 50%} is a share of the configured weight, and {@code 50} is in place of it.
   * Empty when the word is nothing of the kind, or out of range.
   */
  public static Optional<Advice.Weight> weight(String text, Optional<Curve> curve) {
    Matcher first = FIRST.matcher(text);
    if (!first.matches()) {
      return Optional.empty();
    }
    String word = first.group(1);
    if (curve.isPresent()) {
      OptionalDouble load = number(word.endsWith("%") ? cut(word) : word);
      return load.isPresent() ? Optional.of(curve.get().at(load.getAsDouble())) : Optional.empty();
    }
    if (word.endsWith("%")) {
      OptionalInt percent = percent(word);
      return percent.isPresent()
          ? Optional.of(new Advice.Weight.Percent(percent.getAsInt()))
          : Optional.empty();
    }
    OptionalInt whole = whole(word, Advice.WEIGHT_MAX);
    return whole.isPresent()
        ? Optional.of(new Advice.Weight.Absolute(whole.getAsInt()))
        : Optional.empty();
  }

  /** Decimal; no exponent. */
  public static OptionalDouble number(String text) {
    String word = text.strip();
    return NUMBER.matcher(word).matches()
        ? OptionalDouble.of(Double.parseDouble(word))
        : OptionalDouble.empty();
  }

  /** {@code 50%} or {@code 50}, up to what a share may be. */
  public static OptionalInt percent(String text) {
    String word = text.strip();
    return whole(word.endsWith("%") ? cut(word).strip() : word, Advice.PERCENT_MAX);
  }

  private static OptionalInt whole(String word, int most) {
    OptionalDouble number = number(word);
    long rounded = number.isPresent() ? Math.round(number.getAsDouble()) : -1;
    return rounded < 0 || rounded > most || word.startsWith("-")
        ? OptionalInt.empty()
        : OptionalInt.of((int) rounded);
  }

  private static String cut(String word) {
    return word.substring(0, word.length() - 1);
  }
}
