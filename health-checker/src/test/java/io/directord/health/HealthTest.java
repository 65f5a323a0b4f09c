package io.directord.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class HealthTest {
  private static final ProbeOutcome OK = new ProbeOutcome.Success(1, "fine");
  private static final ProbeOutcome BAD =
      new ProbeOutcome.Failure(FailureKind.REFUSED, 1, "connection refused");
  private static final ProbeOutcome OURS =
      new ProbeOutcome.Failure(FailureKind.LOCAL, 1, "not probed: too many open files");

  @ParameterizedTest
  @MethodSource("transcripts")
  void theTranscriptHolds(Path file) {
    Transcript.play(file, new Scenario());
  }

  @Test
  void theStateFollowsTheLastRowsWhateverTheOutcomes() {
    Seeds.forEach(
        300,
        random -> {
          Timing timing = Timings.of(1000, 1000, random.nextInt(1, 5), random.nextInt(1, 5));
          Health health = Health.UNKNOWN;
          List<ProbeOutcome> counted = new ArrayList<>();
          for (int n = 0; n < 60; n++) {
            ProbeOutcome outcome = randomOutcome(random);
            Health.Step step = health.after(outcome, timing);
            if (!outcome.equals(OURS)) {
              counted.add(outcome);
            }
            assertEquals(expected(counted, timing), step.next().state(), counted.toString());
            assertEquals(health.state() != step.next().state(), step.changed());
            assertTrue(step.because().startsWith(outcome.evidence()));
            health = step.next();
          }
        });
  }

  @Test
  void ourOwnTroubleLeavesEverythingAsItIs() {
    Health health = new Health(Health.State.UP, 0, 2);
    Health.Step step = health.after(OURS, Timings.of(1000, 1000, 1, 3));
    assertSame(health, step.next());
    assertFalse(step.changed());
  }

  @Test
  void twoRowsAtOnceAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Health(Health.State.UP, 1, 1));
  }

  /** The rule said in another way: from the whole history, oldest first. */
  private static Health.State expected(List<ProbeOutcome> history, Timing timing) {
    Health.State state = Health.State.UNKNOWN;
    for (int n = 1; n <= history.size(); n++) {
      if (n == 1) {
        state = history.getFirst().equals(OK) ? Health.State.UP : Health.State.DOWN;
      } else if (endsWith(history.subList(0, n), OK, timing.rise())) {
        state = Health.State.UP;
      } else if (endsWith(history.subList(0, n), BAD, timing.fall())) {
        state = Health.State.DOWN;
      }
    }
    return state;
  }

  private static boolean endsWith(List<ProbeOutcome> history, ProbeOutcome outcome, int times) {
    return history.size() >= times
        && history.subList(history.size() - times, history.size()).stream()
            .allMatch(outcome::equals);
  }

  private static ProbeOutcome randomOutcome(RandomGenerator random) {
    return List.of(OK, OK, BAD, BAD, OURS).get(random.nextInt(5));
  }

  static List<Path> transcripts() throws IOException {
    return Transcript.files("health");
  }

  private static final class Scenario implements Transcript.Player {
    private Timing timing = Timings.parse("timing");
    private Health health = Health.UNKNOWN;
    private Damping damping = Damping.CALM;
    private long nowNanos;

    @Override
    public void setting(String line) {
      timing = Timings.parse(line);
      health = Health.UNKNOWN;
      damping = Damping.CALM;
      nowNanos = 0;
    }

    /** Such as {@code bad}, or {@code 12.5 ok} with the time in seconds. */
    @Override
    public String event(String line) {
      String[] words = line.split(" +", -1);
      if (words.length == 2) {
        nowNanos = (long) (Double.parseDouble(words[0]) * 1e9);
      }
      Health before = health;
      Health.Step judged = health.after(outcome(words[words.length - 1]), timing);
      health = judged.next();
      Damping.Step step =
          timing
              .flap()
              .map(flap -> damping.after(before, judged, flap, nowNanos))
              .orElseGet(() -> Damping.Step.through(damping, judged));
      damping = step.next();
      String state = step.state().name().toLowerCase(Locale.ROOT);
      return state
          + (damping.held() ? " (held)" : "")
          + (step.changed() ? ", changed: " : ": ")
          + step.because();
    }

    private static ProbeOutcome outcome(String word) {
      return switch (word) {
        case "ok" -> OK;
        case "bad" -> BAD;
        case "ours" -> OURS;
        default -> throw new IllegalArgumentException(word);
      };
    }
  }
}
