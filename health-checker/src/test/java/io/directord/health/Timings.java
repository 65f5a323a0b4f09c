package io.directord.health;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Timings for tests. */
final class Timings {
  private Timings() {}

  static Timing of(int intervalMillis, int timeoutMillis, int rise, int fall) {
    return new Timing(
        Duration.ofMillis(intervalMillis), Duration.ofMillis(timeoutMillis), rise, fall, 0);
  }

  /** The same with other intervals, and damping. */
  static Timing with(Timing timing, int fastMillis, int downMillis, Optional<Flap> flap) {
    return new Timing(
        timing.interval(),
        timing.timeout(),
        timing.rise(),
        timing.fall(),
        timing.jitterPercent(),
        Optional.of(Duration.ofMillis(fastMillis)),
        Optional.of(Duration.ofMillis(downMillis)),
        flap);
  }

  /**
   * From {@code timing interval=1000 timeout=500 rise=2 fall=3 jitter=10 fast=100 down=5000
   * changes=6 within=120000 hold=60000}, in milliseconds.
   */
  static Timing parse(String line) {
    Map<String, Integer> values =
        Arrays.stream(line.split(" +"))
            .skip(1)
            .map(word -> word.split("=", 2))
            .collect(Collectors.toMap(word -> word[0], word -> Integer.valueOf(word[1])));
    return new Timing(
        Duration.ofMillis(values.getOrDefault("interval", 1000)),
        Duration.ofMillis(values.getOrDefault("timeout", 1000)),
        values.getOrDefault("rise", 1),
        values.getOrDefault("fall", 1),
        values.getOrDefault("jitter", 0),
        Optional.ofNullable(values.get("fast")).map(Duration::ofMillis),
        Optional.ofNullable(values.get("down")).map(Duration::ofMillis),
        Optional.ofNullable(values.get("changes")).map(changes -> flap(changes, values)));
  }

  private static Flap flap(int changes, Map<String, Integer> values) {
    return new Flap(
        changes,
        Duration.ofMillis(values.getOrDefault("within", 120_000)),
        Duration.ofMillis(values.getOrDefault("hold", 60_000)));
  }
}
