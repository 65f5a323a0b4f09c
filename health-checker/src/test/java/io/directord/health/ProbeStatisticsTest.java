package io.directord.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ProbeStatisticsTest {
  private static final Timing TIMING = Timings.of(100, 40, 1, 1);

  private final ProbeWorld world = new ProbeWorld();
  private final ProbeStatistics statistics = world.checker.statistics();

  @Test
  void resultsAreCountedByTypeAndKindAndTransitionsByDirection() {
    Target target = world.target(1, TIMING);
    ProbeWorld.FakeServer server = world.server(target);
    server.answerUp();
    world.update(target);
    world.pass(Duration.ofMillis(250));
    server.answerDown();
    world.pass(Duration.ofMillis(200));
    server.answer = report -> report.failure(FailureKind.LOCAL, "ours");
    world.pass(Duration.ofMillis(200));
    server.answerUp();
    world.pass(Duration.ofMillis(200));

    ProbeStatistics.OfChecks tcp = Objects.requireNonNull(statistics.byType().get("tcp"));
    assertEquals(List.of("tcp"), List.copyOf(statistics.byType().keySet()));
    assertEquals(2, tcp.failures().get(FailureKind.REFUSED));
    assertEquals(2, tcp.failures().get(FailureKind.LOCAL));
    assertEquals(0, tcp.failures().get(FailureKind.TIMEOUT));
    assertEquals(statistics.finished(), tcp.successes() + 4);
    assertEquals(2, statistics.failures());
    assertEquals(2, statistics.local());
    assertEquals(1, statistics.wentDown());
    assertEquals(1, statistics.cameUp());
    assertEquals(statistics.started(), statistics.lag().count());
  }

  @Test
  void durationsFallBetweenTheBounds() {
    Target target = world.target(1, TIMING);
    world.update(target);
    world.pass(Duration.ofMillis(60));
    Distribution duration = Objects.requireNonNull(statistics.byType().get("tcp")).duration();
    assertEquals(1, duration.count());
    int bucket = Distribution.BOUNDS_NANOS.indexOf(Duration.ofMillis(50).toNanos());
    assertEquals(1, duration.counts().get(bucket));
    assertEquals(Duration.ofMillis(40).toNanos(), duration.sumNanos());
  }

  @Test
  void aDurationBeyondAllBoundsIsCountedToo() {
    DurationCounters counters = new DurationCounters();
    counters.add(Duration.ofMinutes(1).toNanos());
    counters.add(0);
    Distribution found = DurationCounters.sum(List.of(counters, counters));
    assertEquals(2, found.counts().getLast());
    assertEquals(2, found.counts().getFirst());
    assertEquals(Duration.ofMinutes(2).toNanos(), found.sumNanos());
  }

  @Test
  void anotherBoundHoldsFromThenOn() {
    Target[] targets =
        IntStream.range(1, 13).mapToObj(n -> world.target(n, TIMING)).toArray(Target[]::new);
    world.update(targets);
    assertEquals(ProbeWorld.IN_FLIGHT_MAX, statistics.inFlight());
    assertEquals(ProbeWorld.IN_FLIGHT_MAX, statistics.inFlightMax());
    assertEquals(2, world.checker.limitInFlight(2));
    world.turn();
    world.pass(Duration.ofMillis(60));
    assertEquals(2, statistics.inFlightMax());
    assertTrue(world.inFlight() <= 2, "in flight: " + world.inFlight());
    world.checker.limitInFlight(1_000);
    world.turn();
    assertTrue(world.inFlight() > 2, "in flight: " + world.inFlight());
    assertEquals(world.inFlight(), statistics.inFlight());
  }
}
