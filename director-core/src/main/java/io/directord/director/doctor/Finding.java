package io.directord.director.doctor;

import java.util.Optional;

/**
 * What was found, as one line. Pure.
 *
 * @param fix a command, or what to do
 */
public record Finding(Level level, String what, String why, Optional<String> fix) {

  /** How bad it is; the worst stands last. */
  public enum Level {
    OK("ok"),
    /** It works without, but worse; or it cannot be told. */
    WARN("warn"),
    FAIL("FAIL");

    private final String text;

    Level(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }

  public static Finding ok(String what, String why) {
    return new Finding(Level.OK, what, why, Optional.empty());
  }

  public static Finding warn(String what, String why, String fix) {
    return new Finding(Level.WARN, what, why, Optional.of(fix).filter(text -> !text.isEmpty()));
  }

  public static Finding fail(String what, String why, String fix) {
    return new Finding(Level.FAIL, what, why, Optional.of(fix).filter(text -> !text.isEmpty()));
  }

  /** {@code FAIL what: why; fix: command}. */
  public String text() {
    return level.text()
        + " ".repeat(6 - level.text().length())
        + what
        + ": "
        + why
        + fix.map(command -> "; fix: " + command).orElse("");
  }
}
