package io.directord.director.command;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as people type them. Pure. */
final class TimeWords {
  static final String HELP = "2026-01-31T12:00:00Z, 2026-01-31 12:00, 12:00, \"10m ago\" or -10m";

  private static final Pattern AGO =
      Pattern.compile("(?:-\\s*(\\d{1,9})\\s*([smhd])|(\\d{1,9})\\s*([smhd])\\s+ago)");
  private static final Pattern LOCAL =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d{1,9})?)?");

  private TimeWords() {}

  /**
   * The moment that is meant; empty when that is not understood.
   *
   * @param zone of times that name none
   */
  static Optional<Instant> read(String text, Instant now, ZoneId zone) {
    String words = text.strip();
    try {
      Matcher ago = AGO.matcher(words);
      if (words.equals("now")) {
        return Optional.of(now);
      }
      if (ago.matches()) {
        boolean minus = ago.group(1) != null;
        long count = Long.parseLong(minus ? ago.group(1) : ago.group(3));
        return Optional.of(now.minus(duration(count, minus ? ago.group(2) : ago.group(4))));
      }
      if (words.matches("\\d\\d:\\d\\d(:\\d\\d)?")) {
        return Optional.of(today(LocalTime.parse(words), now, zone));
      }
      return Optional.of(
          LOCAL.matcher(words).matches()
              ? LocalDateTime.parse(words.replace(' ', 'T')).atZone(zone).toInstant()
              : ZonedDateTime.parse(words).toInstant());
    } catch (DateTimeException | ArithmeticException notUnderstood) {
      return Optional.empty();
    }
  }

  /** The last time that clocks showed this: what is still to come today was yesterday. */
  private static Instant today(LocalTime time, Instant now, ZoneId zone) {
    ZonedDateTime today = now.atZone(zone).with(time);
    return (today.toInstant().isAfter(now) ? today.minusDays(1) : today).toInstant();
  }

  private static Duration duration(long count, String unit) {
    return switch (unit) {
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }
}
