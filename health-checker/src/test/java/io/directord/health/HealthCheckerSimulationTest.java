package io.directord.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Random lives of servers and configurations, with what must hold at every moment. */
final class HealthCheckerSimulationTest {
  /** A loop wakes at multiples of this, which may add as much to each probe. */
  private static final long TICK_MILLIS = Duration.ofNanos(ProbeLoop.TICK_NANOS).toMillis();

  @Test
  void aDeadServerIsFoundWithinFallIntervalsAndATimeoutAndALivingOneWithinRise() {
    Seeds.forEach(
        60,
        random -> {
          int interval = random.nextInt(20, 200);
          int timeout = random.nextInt(10, interval + 1);
          Timing timing = Timings.of(interval, timeout, random.nextInt(1, 4), random.nextInt(1, 4));
          ProbeWorld world = new ProbeWorld();
          Target target = world.target(1, timing);
          ProbeWorld.FakeServer server = world.server(target);
          server.answerUp();
          world.update(target);
          world.pass(Duration.ofMillis(random.nextInt(3 * interval)));

          server.answer = server.unanswered::add;
          world.pass(
              Duration.ofMillis(timing.fall() * (interval + TICK_MILLIS) + timeout + TICK_MILLIS));
          assertEquals(Health.State.DOWN, world.status(target).state());

          server.answerUp();
          world.pass(
              Duration.ofMillis(timing.rise() * (interval + TICK_MILLIS) + timeout + TICK_MILLIS));
          assertEquals(Health.State.UP, world.status(target).state());
          assertEquals(3, world.verdicts.size());
        });
  }

  @Test
  void aFastIntervalFindsADeadServerSoonerAndADownIntervalAsksItLess() {
    Seeds.forEach(
        60,
        random -> {
          int interval = random.nextInt(200, 400);
          int timeout = random.nextInt(10, 40);
          int fast = random.nextInt(20, 60);
          int down = random.nextInt(500, 900);
          int fall = random.nextInt(2, 5);
          Timing plain = Timings.of(interval, timeout, 2, fall);
          Timing timing = Timings.with(plain, fast, down, Optional.empty());
          ProbeWorld world = new ProbeWorld();
          Target target = world.target(1, timing);
          ProbeWorld.FakeServer server = world.server(target);
          server.answerUp();
          world.update(target);
          world.pass(Duration.ofMillis(2L * interval));

          server.answer = server.unanswered::add;
          // A probe that hangs longer than the fast interval delays the next.
          long each = Math.max(fast, timeout) + TICK_MILLIS;
          world.pass(Duration.ofMillis(interval + (fall - 1) * each + timeout + 2 * TICK_MILLIS));
          assertEquals(Health.State.DOWN, world.status(target).state());

          int asked = server.startsMillis.size();
          world.pass(Duration.ofSeconds(10));
          int seldom = server.startsMillis.size() - asked;
          assertTrue(seldom <= 10_000 / down + 1, "asked " + seldom + " times");

          server.answerUp();
          world.pass(Duration.ofMillis(down + fast + 2 * TICK_MILLIS));
          assertEquals(Health.State.UP, world.status(target).state());
        });
  }

  @Test
  void aTargetThatFlapsIsHeldDownAndComesBackOnceItIsSteady() {
    ProbeWorld world = new ProbeWorld();
    Flap flap = new Flap(4, Duration.ofSeconds(10), Duration.ofSeconds(2));
    Timing timing = Timings.with(Timings.of(100, 100, 1, 1), 100, 100, Optional.of(flap));
    Target target = world.target(1, timing);
    ProbeWorld.FakeServer server = world.server(target);
    server.answerUp();
    world.update(target);
    for (int n = 0; n < 20; n++) {
      world.pass(Duration.ofMillis(200));
      if (n % 2 == 0) {
        server.answerDown();
      } else {
        server.answerUp();
      }
    }
    world.pass(Duration.ofMillis(200));
    assertEquals(Health.State.DOWN, world.status(target).state());
    assertTrue(world.status(target).held());
    List<Boolean> told = world.verdicts.stream().map(Verdict::up).toList();
    assertEquals(List.of(true, false, true, false), told.subList(0, 4));
    assertFalse(told.subList(4, told.size()).contains(true), "held down");
    assertTrue(world.verdicts.stream().anyMatch(v -> v.because().contains("held down until")));

    world.pass(Duration.ofMillis(2300));
    assertEquals(Health.State.UP, world.status(target).state());
    assertFalse(world.status(target).held());
    assertTrue(world.verdicts.getLast().up());
  }

  @Test
  void whateverHappensProbesNeverOverlapStarveOrSpeakOutOfTurn() {
    Seeds.forEach(40, random -> new Life(random).live());
  }

  private static final class Life {
    private static final int TARGETS = 2 * ProbeWorld.IN_FLIGHT_MAX;

    private final RandomGenerator random;
    private final ProbeWorld world = new ProbeWorld(this::hear);
    private final List<Target> all = new ArrayList<>();
    private final Map<Target, Boolean> told = new HashMap<>();
    private Set<Target> wanted = new HashSet<>();

    Life(RandomGenerator random) {
      this.random = random;
      for (int n = 1; n <= TARGETS; n++) {
        int interval = random.nextInt(20, 100);
        int timeout = random.nextInt(10, Math.min(interval, 40) + 1);
        Timing timing =
            new Timing(
                Duration.ofMillis(interval), Duration.ofMillis(timeout), 2, 2, random.nextInt(51));
        all.add(world.target(n, varied(timing)));
      }
    }

    private Timing varied(Timing plain) {
      int interval = (int) plain.interval().toMillis();
      return switch (random.nextInt(3)) {
        case 0 -> plain;
        case 1 ->
            Timings.with(
                plain,
                random.nextInt(10, interval + 1),
                random.nextInt(10, 150),
                Optional.of(new Flap(3, Duration.ofSeconds(1), Duration.ofMillis(200))));
        default -> Timings.with(plain, interval, random.nextInt(10, 150), Optional.empty());
      };
    }

    void live() {
      for (int n = 0; n < 400; n++) {
        switch (random.nextInt(10)) {
          case 0 -> reload();
          case 1, 2 -> change(all.get(random.nextInt(TARGETS)));
          case 3 -> world.stall(Duration.ofMillis(random.nextInt(150)));
          case 4 -> answerLate(all.get(random.nextInt(TARGETS)));
          default -> world.pass(Duration.ofMillis(random.nextInt(10)));
        }
        check();
      }
      all.forEach(target -> world.server(target).answerUp());
      Map<Target, Integer> before = new HashMap<>();
      all.forEach(target -> before.put(target, world.server(target).startsMillis.size()));
      world.pass(Duration.ofSeconds(1));
      wanted.forEach(target -> {
        assertTrue(
            world.server(target).startsMillis.size() > before.getOrDefault(target, 0), "starved");
        assertEquals(Health.State.UP, world.status(target).state());
      });
      world.checker.close();
      assertEquals(0, world.inFlight());
    }

    private void reload() {
      Set<Target> next = new HashSet<>();
      all.stream().filter(_ -> random.nextInt(3) > 0).forEach(next::add);
      told.keySet().retainAll(next);
      wanted = next;
      world.checker.update(next);
      if (random.nextBoolean()) {
        world.turn();
      }
    }

    private void change(Target target) {
      ProbeWorld.FakeServer server = world.server(target);
      switch (random.nextInt(4)) {
        case 0 -> server.answerUp();
        case 1 -> server.answerDown();
        case 2 -> server.answer = report -> report.failure(FailureKind.LOCAL, "ours");
        default -> server.answer = server.unanswered::add;
      }
    }

    private void answerLate(Target target) {
      List<Probe.Report> unanswered = world.server(target).unanswered;
      if (!unanswered.isEmpty()) {
        unanswered.removeLast().success("late");
      }
    }

    private void hear(Verdict verdict) {
      assertTrue(wanted.contains(verdict.target()), "nobody wants to know");
      Boolean before = told.put(verdict.target(), verdict.up());
      boolean heldDown = verdict.target().timing().flap().isPresent() && !verdict.up();
      assertTrue(before == null || before != verdict.up() || heldDown, "told twice");
    }

    private void check() {
      assertEquals(List.of(), world.bugs);
      assertTrue(world.inFlight() <= ProbeWorld.IN_FLIGHT_MAX);
      assertEquals(wanted, world.checker.snapshot().keySet());
      world.checker.snapshot().forEach(this::checkStatus);
    }

    private void checkStatus(Target target, TargetStatus status) {
      Health.State expected =
          switch (told.get(target)) {
            case null -> Health.State.UNKNOWN;
            case Boolean up -> up ? Health.State.UP : Health.State.DOWN;
          };
      assertEquals(expected, status.state());
    }
  }
}
