package io.directord.director.command;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/**
 * How text for people looks where it goes. Pure.
 *
 * @param width of the terminal; 0: as wide as it takes
 * @param now for what is said of times
 */
record Look(int width, boolean colour, Instant now, ZoneId zone) {
  /** How much a word matters. */
  enum Tone {
    PLAIN(""),
    GOOD("\033[32m"),
    UNUSUAL("\033[33m"),
    BAD("\033[1;31m"),
    HEAD("\033[1m");

    private final String begin;

    Tone(String begin) {
      this.begin = begin;
    }
  }

  String paint(String text, Tone tone) {
    return colour && tone != Tone.PLAIN && !text.isBlank() ? tone.begin + text + "\033[0m" : text;
  }

  /** {@code until 14:05, 1 h 58 min left}. */
  String until(Instant end) {
    LocalDateTime here = LocalDateTime.ofInstant(end, zone).truncatedTo(ChronoUnit.MINUTES);
    boolean today = here.toLocalDate().equals(LocalDateTime.ofInstant(now, zone).toLocalDate());
    String at =
        today ? here.toLocalTime().toString() : here.toLocalDate() + " " + here.toLocalTime();
    return "until " + at + ", " + Spans.text(Duration.between(now, end)) + " left";
  }
}
