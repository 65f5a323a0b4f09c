package io.directord.director.config;

import com.typesafe.config.ConfigObject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Reads {@code slow-start}: a duration, or an object. */
final class SlowStartReader {
  private static final Map<String, SlowStart.Ramp> RAMPS =
      Map.of("linear", SlowStart.Ramp.LINEAR, "exponential", SlowStart.Ramp.EXPONENTIAL);

  private SlowStartReader() {}

  static SlowStart read(Section service) {
    if (service.value("slow-start").filter(ConfigObject.class::isInstance).isEmpty()) {
      return duration(service, "slow-start")
          .map(time -> new SlowStart(time, SlowStart.Ramp.LINEAR, SlowStart.FROM_PERCENT))
          .orElse(SlowStart.NONE);
    }
    return service.section("slow-start").flatMap(SlowStartReader::object).orElse(SlowStart.NONE);
  }

  private static Optional<SlowStart> object(Section section) {
    section.unknownKeys(Keys.SLOW_START);
    section.lacks("duration", "how long it takes, such as 30s");
    Duration duration = duration(section, "duration").orElse(Duration.ZERO);
    SlowStart.Ramp ramp = section.choice("ramp", RAMPS, SlowStart.Ramp.LINEAR);
    int from = section.percent("from", 1, 100, SlowStart.FROM_PERCENT);
    return section.build(() -> new SlowStart(duration, ramp, from));
  }

  private static Optional<Duration> duration(Section section, String key) {
    return section.duration(key, Duration.ZERO, VirtualService.SLOW_START_MAX);
  }
}
