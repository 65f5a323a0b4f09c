package io.directord.health.http;

import io.directord.health.Advice;
import java.util.Optional;

/** What a server says of its weight: {@code 75%} of the configured one, or {@code 40}. Pure. */
final class ToldWeight {
  /** More digits are no number that could be right. */
  private static final int DIGITS_MAX = 5;

  private ToldWeight() {}

  /** Empty when it is neither. */
  static Optional<Advice.Weight> of(String text) {
    boolean percent = text.endsWith("%");
    String digits = percent ? text.substring(0, text.length() - 1) : text;
    boolean number =
        !digits.isEmpty()
            && digits.length() <= DIGITS_MAX
            && digits.chars().allMatch(c -> '0' <= c && c <= '9');
    if (!number) {
      return Optional.empty();
    }
    int value = Integer.parseInt(digits, 10);
    if (value > (percent ? Advice.PERCENT_MAX : Advice.WEIGHT_MAX)) {
      return Optional.empty();
    }
    return Optional.of(
        percent ? new Advice.Weight.Percent(value) : new Advice.Weight.Absolute(value));
  }
}
