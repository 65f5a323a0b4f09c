package io.directord.director.config;

import java.util.Optional;
import java.util.regex.Pattern;

/** What the operator may call things, and what the kernel may call an interface. Pure. */
final class Names {
  private static final char DELETE = 0x7F;
  private static final Pattern INTERFACE = Pattern.compile("[^\\s/:\\p{Cntrl}]{1,15}");

  private Names() {}

  /** Commands say SERVICE/SERVER, and metrics and logs quote names, so some characters are out. */
  static Optional<String> complaint(String name) {
    if (name.length() > Limits.NAME_CHARACTERS_MAX) {
      return Optional.of("name is longer than " + Limits.NAME_CHARACTERS_MAX + " characters");
    }
    if (!isName(name)) {
      return Optional.of(
          "name "
              + Values.quote(name)
              + " must not be empty or hold blanks, quotes, \"/\" or \"\\\"");
    }
    return Optional.empty();
  }

  private static boolean isName(String text) {
    for (int at = 0; at < text.length(); at++) {
      char each = text.charAt(at);
      if (each <= ' ' || each == DELETE || each == '/' || each == '"' || each == '\\') {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /** {@code IFNAMSIZ} leaves 15 characters, {@code linux/if.h}. */
  static String requireInterface(String key, String name) {
    if (!INTERFACE.matcher(name).matches()) {
      throw new IllegalArgumentException(
          key + " must be an interface name of 1..15 characters, found " + Values.quote(name));
    }
    return name;
  }
}
