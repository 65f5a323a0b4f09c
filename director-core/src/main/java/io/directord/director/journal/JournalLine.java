package io.directord.director.journal;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * An event as it stands in the journal: one line of JSON, without its end. Number, kind and time
 * are found without reading the whole, by where {@link JournalEvent#line} puts them. Pure.
 */
public record JournalLine(long sequence, String text) {
  private static final String AT = "{\"at\":\"";
  private static final String KIND = "\"kind\":\"";
  private static final String SEQUENCE = ",\"sequence\":";
  private static final int DIGITS_MAX = 18;

  /** Empty for what no journal has written, or not to its end. */
  public static Optional<JournalLine> of(String text) {
    int begin = text.lastIndexOf(SEQUENCE) + SEQUENCE.length();
    int end = text.length() - 1;
    if (!text.startsWith(AT)
        || !text.endsWith("}")
        || begin < SEQUENCE.length()
        || begin >= end
        || end - begin > DIGITS_MAX) {
      return Optional.empty();
    }
    for (int i = begin; i < end; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return Optional.empty();
      }
    }
    return Optional.of(new JournalLine(Long.parseLong(text, begin, end, 10), text));
  }

  /** The word that says what happened. */
  public String kind() {
    int begin = text.lastIndexOf(KIND) + KIND.length();
    int end = text.indexOf('"', begin);
    return begin < KIND.length() || end < 0 ? "" : text.substring(begin, end);
  }

  /** Empty when there stands no time. */
  public Optional<Instant> at() {
    int end = text.indexOf('"', AT.length());
    try {
      return end < 0
          ? Optional.empty()
          : Optional.of(Instant.parse(text.substring(AT.length(), end)));
    } catch (DateTimeException malformed) {
      return Optional.empty();
    }
  }

  /** The whole event; empty for what is no JSON after all. */
  public Optional<JournalEvent> event() {
    return JournalEvent.read(text);
  }
}
