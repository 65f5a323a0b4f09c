package io.directord.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ScheduleTest {
  private static final Optional<Flap> NO_FLAP = Optional.empty();
  private static final long MILLI = 1_000_000;

  @ParameterizedTest
  @MethodSource("transcripts")
  void theTranscriptHolds(Path file) {
    Transcript.play(file, new Scenario());
  }

  /** Times are compared by difference, so the clock may pass its largest value on the way. */
  @Test
  void probesNeverOverlapAndNeverComeInBurstsWhateverTheDelays() {
    Seeds.forEach(
        1000,
        random -> {
          Timing timing = randomTiming(random);
          long interval = timing.interval().toNanos();
          long due = Long.MAX_VALUE - random.nextLong(100 * interval);
          for (int n = 0; n < 200; n++) {
            long started = due + randomDelay(random, interval);
            long finished = started + random.nextLong(timing.timeout().toNanos() + 1);
            long next = next(timing, due, started, finished, random.nextDouble());
            assertTrue(next - finished >= 0, "overlap");
            assertTrue(next - started >= interval / 4, "burst: " + (next - started));
            assertTrue(next - started <= interval + interval / 2 + 1, "gap: " + (next - started));
            due = next;
          }
        });
  }

  @Test
  void withoutDelaysAndJitterTheIntervalIsExact() {
    Timing timing = Timings.of(1000, 1000, 1, 1);
    Seeds.forEach(
        100,
        random -> {
          long due = random.nextLong();
          long finished = due + random.nextLong(timing.timeout().toNanos());
          long next = next(timing, due, due, finished, random.nextDouble());
          assertEquals(timing.interval().toNanos(), next - due);
        });
  }

  @Test
  void theSecondProbeComesWithinOneIntervalOfTheFirst() {
    Timing timing = Timings.of(1000, 1000, 1, 1);
    Seeds.forEach(
        1000,
        random -> {
          long started = random.nextLong();
          long finished = started + random.nextLong(timing.timeout().toNanos());
          long second = Schedule.second(timing.interval(), started, finished, random.nextDouble());
          assertTrue(second - finished >= 0, "overlap");
          assertTrue(second - started <= timing.interval().toNanos(), "late");
        });
  }

  /** While it changes every few probes, whatever the three intervals are. */
  @Test
  void aChangeOfTheIntervalNeitherOverlapsNorStarves() {
    Seeds.forEach(
        300,
        random -> {
          Timing plain = randomTiming(random);
          int interval = (int) plain.interval().toMillis();
          Timing timing =
              Timings.with(
                  plain, random.nextInt(10, interval + 1), random.nextInt(10, 5000), NO_FLAP);
          long due = random.nextLong();
          for (int n = 0; n < 100; n++) {
            Duration now = randomInterval(timing, random);
            long finished = due + random.nextLong(timing.timeout().toNanos() + 1);
            long next =
                Schedule.next(now, timing.jitterPercent(), due, due, finished, random.nextDouble());
            assertTrue(next - finished >= 0, "overlap");
            long most = Math.max(now.toNanos(), timing.timeout().toNanos());
            assertTrue(next - due <= most, "gap: " + (next - due));
            due = next;
          }
        });
  }

  private static Duration randomInterval(Timing timing, RandomGenerator random) {
    return timing.interval(
        switch (random.nextInt(3)) {
          case 0 -> new Health(Health.State.UP, 1, 0);
          case 1 -> new Health(Health.State.UP, 0, 1);
          default -> new Health(Health.State.DOWN, 0, 1);
        });
  }

  private static long next(
      Timing timing, long due, long started, long finished, double randomValue) {
    return Schedule.next(
        timing.interval(), timing.jitterPercent(), due, started, finished, randomValue);
  }

  private static Timing randomTiming(RandomGenerator random) {
    Duration interval = Duration.ofMillis(random.nextInt(10, 5000));
    Duration timeout = interval.dividedBy(random.nextInt(1, 5));
    return new Timing(interval, timeout, 1, 1, random.nextInt(51));
  }

  private static long randomDelay(RandomGenerator random, long interval) {
    return switch (random.nextInt(4)) {
      case 0 -> 0;
      case 1 -> random.nextLong(interval / 100);
      case 2 -> random.nextLong(interval);
      default -> random.nextLong(50 * interval);
    };
  }

  static List<Path> transcripts() throws IOException {
    return Transcript.files("schedule");
  }

  private static final class Scenario implements Transcript.Player {
    private Timing timing = Timings.parse("timing");

    @Override
    public void setting(String line) {
      timing = Timings.parse(line);
    }

    @Override
    public String event(String line) {
      String[] words = line.split(" +");
      boolean first = words[0].equals("first");
      double random = Double.parseDouble(value(words, "random", "0.5"));
      long due = millis(value(words, "due", "0"));
      long started = millis(value(words, "started", Long.toString(due / MILLI)));
      long finished = started + millis(value(words, "took", "1"));
      Duration interval = timing.interval(health(value(words, "health", "up")));
      long next =
          first
              ? Schedule.second(interval, started, finished, random)
              : Schedule.next(interval, timing.jitterPercent(), due, started, finished, random);
      return "due " + next / MILLI;
    }

    private static Health health(String word) {
      return switch (word) {
        case "up" -> new Health(Health.State.UP, 1, 0);
        case "falling" -> new Health(Health.State.UP, 0, 1);
        case "down" -> new Health(Health.State.DOWN, 0, 1);
        case "rising" -> new Health(Health.State.DOWN, 1, 0);
        default -> throw new IllegalArgumentException(word);
      };
    }

    private static String value(String[] words, String key, String otherwise) {
      return Arrays.stream(words)
          .filter(word -> word.startsWith(key + "="))
          .map(word -> word.substring(key.length() + 1))
          .findFirst()
          .orElse(otherwise);
    }

    private static long millis(String text) {
      return Long.parseLong(text) * MILLI;
    }
  }
}
