package io.directord.director.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Reads single values without a path lookup for each. Pure. */
final class Values {
  private static final int SHOWN_CHARACTERS_MAX = 80;
  private static final Pattern WHOLE = Pattern.compile("-?\\d{1,18}");

  private Values() {}

  /** Strings, and numbers and booleans as they were written. */
  static Optional<String> text(ConfigValue value) {
    return switch (value.valueType()) {
      case STRING -> Optional.of((String) value.unwrapped());
      // Only the typed getter keeps the text 10.10, which is another number than 10.1 to an
      // address.
      case NUMBER -> Optional.of(value.atKey("number").getString("number"));
      case BOOLEAN -> Optional.of(String.valueOf(value.unwrapped()));
      case NULL, LIST, OBJECT -> Optional.empty();
    };
  }

  static OptionalLong whole(ConfigValue value) {
    if (value.valueType() == ConfigValueType.NUMBER
        && (value.unwrapped() instanceof Integer || value.unwrapped() instanceof Long)) {
      return OptionalLong.of(((Number) value.unwrapped()).longValue());
    }
    return text(value)
        .filter(text -> WHOLE.matcher(text).matches())
        .map(text -> OptionalLong.of(Long.parseLong(text)))
        .orElse(OptionalLong.empty());
  }

  /** Whether nothing but decimal digits stands there, and not too many. */
  static boolean isNumber(String text, int from, int to, int digitsMax) {
    for (int at = from; at < to; at++) {
      if (text.charAt(at) < '0' || text.charAt(at) > '9') {
        return false;
      }
    }
    return to > from && to - from <= digitsMax;
  }

  /** A list, or anything else as a list of one. */
  static List<ConfigValue> list(ConfigValue value) {
    return value instanceof ConfigList list ? list : List.of(value);
  }

  /** As a message shows it. */
  static String describe(ConfigValue value) {
    return switch (value.valueType()) {
      case LIST -> "a list";
      case OBJECT -> "an object";
      case NULL -> "null";
      case STRING -> quote((String) value.unwrapped());
      case NUMBER, BOOLEAN -> shorten(text(value).orElse(""));
    };
  }

  static String quote(String text) {
    return '"' + shorten(text) + '"';
  }

  private static String shorten(String text) {
    return text.length() <= SHOWN_CHARACTERS_MAX
        ? text
        : text.substring(0, SHOWN_CHARACTERS_MAX) + "...";
  }
}
