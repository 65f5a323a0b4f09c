package io.directord.director.command;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Lengths of time as people write and read them: {@code 2h}, {@code 1h30m}. Pure. */
final class Spans implements ITypeConverter<Duration> {
  private static final Pattern TEXT = Pattern.compile("(?:\\d{1,6}[smhd])+");
  private static final Pattern PART = Pattern.compile("(\\d+)([smhd])");
  private static final Map<String, Long> SECONDS =
      Map.of("s", 1L, "m", 60L, "h", 3_600L, "d", 86_400L);

  @Override
  public Duration convert(String text) {
    return parse(text)
        .orElseThrow(() ->
            new TypeConversionException(
                "it is a length of time such as 90s, 20m, 2h or 1d, not " + text));
  }

  /** Empty for what is none, and for none at all. */
  static Optional<Duration> parse(String text) {
    if (!TEXT.matcher(text).matches()) {
      return Optional.empty();
    }
    long seconds = 0;
    Matcher parts = PART.matcher(text);
    while (parts.find()) {
      Long unit = SECONDS.get(parts.group(2));
      seconds += Long.parseLong(parts.group(1)) * (unit == null ? 1 : unit);
    }
    return seconds == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
  }

  /** With its two largest units: {@code 1 h 58 min}. */
  static String text(Duration span) {
    long seconds = Math.max(0, span.toSeconds());
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3_600) {
      return seconds / 60 + " min" + rest(seconds % 60, " s");
    }
    if (seconds < 86_400) {
      return seconds / 3_600 + " h" + rest(seconds % 3_600 / 60, " min");
    }
    return seconds / 86_400 + " d" + rest(seconds % 86_400 / 3_600, " h");
  }

  private static String rest(long count, String unit) {
    return count == 0 ? "" : " " + count + unit;
  }
}
