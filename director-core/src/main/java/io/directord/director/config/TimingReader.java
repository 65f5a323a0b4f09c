package io.directord.director.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.directord.health.Flap;
import io.directord.health.Timing;
import java.time.Duration;
import java.util.Optional;

/** Reads when a check asks, and what a row of answers means: the same keys for every type. */
final class TimingReader {
  private static final Duration TIMEOUT_MIN = Duration.ofMillis(1);
  private static final Duration DURATION_MAX = Duration.ofDays(1);
  private static final Duration FLAP_MIN = Duration.ofSeconds(1);

  private TimingReader() {}

  /** A timeout or fast interval that nobody wrote gives way to a short interval. */
  static Optional<Timing> read(Section section, Timing base) {
    Duration interval = interval(section, "interval").orElse(base.interval());
    Optional<Duration> fast =
        interval(section, "fast-interval")
            .or(() -> base.fastInterval().filter(each -> each.compareTo(interval) <= 0));
    Optional<Duration> down = interval(section, "down-interval").or(base::downInterval);
    Duration unwritten = base.timeout().compareTo(interval) > 0 ? interval : base.timeout();
    Duration timeout = section.duration("timeout", TIMEOUT_MIN, DURATION_MAX).orElse(unwritten);
    int rise = section.integer("rise", 1, Timing.COUNT_MAX, base.rise());
    int fall = section.integer("fall", 1, Timing.COUNT_MAX, base.fall());
    int jitter = jitter(section, base.jitterPercent());
    Optional<Flap> flap = flap(section, base.flap());
    return section.build(() -> new Timing(interval, timeout, rise, fall, jitter, fast, down, flap));
  }

  private static Optional<Duration> interval(Section section, String key) {
    return section.duration(key, Timing.INTERVAL_MIN, DURATION_MAX);
  }

  private static int jitter(Section section, int otherwise) {
    Optional<String> text = section.text("jitter");
    if (text.isEmpty()) {
      return otherwise;
    }
    String digits = text.get().replaceFirst("\\s*%$", "");
    int percent = digits.matches("\\d{1,3}") ? Integer.parseInt(digits) : -1;
    if (percent < 0 || percent > 50) {
      section.error("jitter", "jitter must be 0%..50%, found " + Values.quote(text.get()));
      return otherwise;
    }
    return percent;
  }

  /** {@code off}, {@code on}, or an object with what differs from the default or from the base. */
  private static Optional<Flap> flap(Section section, Optional<Flap> base) {
    Optional<ConfigValue> value = section.value("flap");
    if (value.isEmpty()) {
      return base;
    }
    Flap start = base.orElse(Flap.DEFAULT);
    return switch (Values.text(value.get()).orElse("")) {
      case "off", "false", "no" -> Optional.empty();
      case "on", "true", "yes" -> Optional.of(start);
      default -> {
        if (!(value.get() instanceof ConfigObject)) {
          String found = Values.describe(value.get());
          section.error("flap", "flap must be off, on or an object { }, found " + found);
          yield base;
        }
        yield section.section("flap").flatMap(child -> flap(child, start));
      }
    };
  }

  private static Optional<Flap> flap(Section section, Flap base) {
    section.unknownKeys(Keys.FLAP);
    int changes = section.integer("changes", Flap.CHANGES_MIN, Flap.CHANGES_MAX, base.changes());
    Duration within = section.duration("within", FLAP_MIN, DURATION_MAX).orElse(base.within());
    Duration hold = section.duration("hold", FLAP_MIN, DURATION_MAX).orElse(base.hold());
    return section.build(() -> new Flap(changes, within, hold));
  }
}
