package io.directord.director.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** HOCON's durations: {@code 500ms}, {@code 2s}, {@code 1.5 minutes}. Pure. */
final class Durations {
  private static final Pattern TEXT = Pattern.compile("(-?\\d{1,15}(?:\\.\\d{1,9})?)\\s*([a-zµ]*)");
  private static final long MICROSECOND = 1_000;
  private static final long MILLISECOND = 1_000 * MICROSECOND;
  private static final long SECOND = 1_000 * MILLISECOND;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  private static final Map<String, Long> UNIT_NANOS =
      Map.ofEntries(
          Map.entry("ns", 1L),
          Map.entry("nano", 1L),
          Map.entry("nanosecond", 1L),
          Map.entry("us", MICROSECOND),
          Map.entry("µs", MICROSECOND),
          Map.entry("micro", MICROSECOND),
          Map.entry("microsecond", MICROSECOND),
          Map.entry("", MILLISECOND),
          Map.entry("ms", MILLISECOND),
          Map.entry("milli", MILLISECOND),
          Map.entry("millisecond", MILLISECOND),
          Map.entry("s", SECOND),
          Map.entry("second", SECOND),
          Map.entry("m", MINUTE),
          Map.entry("minute", MINUTE),
          Map.entry("h", HOUR),
          Map.entry("hour", HOUR),
          Map.entry("d", DAY),
          Map.entry("day", DAY));

  private Durations() {}

  /** A number without a unit counts milliseconds, as everywhere in HOCON. */
  static Optional<Duration> parse(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Long unit = UNIT_NANOS.get(singular(matcher.group(2)));
    if (unit == null) {
      return Optional.empty();
    }
    BigDecimal nanos = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit));
    BigDecimal[] parts = nanos.divideAndRemainder(BigDecimal.valueOf(SECOND));
    return Optional.of(Duration.ofSeconds(parts[0].longValue(), parts[1].longValue()));
  }

  static boolean isWholeSeconds(Duration duration) {
    return duration.equals(Duration.ofSeconds(duration.toSeconds()));
  }

  /** The shortest way to write it: {@code 5m}, {@code 90s}, {@code 40.95s}, {@code 10ms}. */
  static String text(Duration duration) {
    if (duration.isZero()) {
      return "0s";
    }
    if (isWholeSeconds(duration)) {
      long seconds = duration.toSeconds();
      if (seconds % 86_400 == 0) {
        return seconds / 86_400 + "d";
      }
      if (seconds % 3_600 == 0) {
        return seconds / 3_600 + "h";
      }
      return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }
    BigDecimal seconds =
        BigDecimal.valueOf(duration.toSeconds()).add(BigDecimal.valueOf(duration.toNanosPart(), 9));
    if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
      return plain(seconds.movePointRight(3)) + "ms";
    }
    return plain(seconds) + "s";
  }

  private static String plain(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }

  private static String singular(String unit) {
    return unit.length() > 2 && unit.endsWith("s") ? unit.substring(0, unit.length() - 1) : unit;
  }
}
