package io.directord.health;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** Timings for tests. */
final class Timings {
  private Timings() {}

  static Timing of(int intervalMillis, int timeoutMillis, int rise, int fall) {
    return new Timing(
        Duration.ofMillis(intervalMillis), Duration.ofMillis(timeoutMillis), rise, fall, 0);
  }

  /** From {@code timing interval=1000 timeout=500 rise=2 fall=3 jitter=10}, in milliseconds. */
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
        values.getOrDefault("jitter", 0));
  }
}
