package io.directord.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.health.tcp.TcpCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The driver, on a clock that is turned by hand. */
final class HealthCheckerTest {
  private static final Timing TIMING = Timings.of(1000, 400, 2, 3);
  private static final Duration INTERVAL = TIMING.interval();

  private final ProbeWorld world = new ProbeWorld();
  private final Target web = world.target(1, TIMING);
  private final Target mail = world.target(2, TIMING);

  @Test
  void theFirstProbeOfEveryTargetStartsAtOnceAndItsOutcomeIsTheVerdict() {
    world.server(web).answerUp();
    world.server(mail).answerDown();
    world.update(web, mail);
    assertEquals(List.of(0L), world.server(web).startsMillis);
    assertEquals(
        Set.of(
            new Verdict(web, true, "fine in 0.01 ms"),
            new Verdict(mail, false, "connection refused")),
        Set.copyOf(world.verdicts));
  }

  @Test
  void fromTheSecondOnProbesStartOneIntervalApart() {
    world.server(web).answerUp();
    world.update(web);
    world.pass(INTERVAL.multipliedBy(6));
    List<Long> starts = world.server(web).startsMillis;
    assertTrue(starts.get(1) <= 1000, starts.toString());
    for (int n = 2; n < starts.size(); n++) {
      assertApart(1000, starts.get(n - 1), starts.get(n));
    }
    assertTrue(starts.size() >= 6, starts.toString());
  }

  @Test
  void onlyChangesAreTold() {
    world.server(web).answerUp();
    world.update(web);
    world.pass(INTERVAL.multipliedBy(4));
    world.server(web).answerDown();
    world.pass(INTERVAL.multipliedBy(5));
    world.server(web).answerUp();
    world.pass(INTERVAL.multipliedBy(5));
    assertEquals(
        List.of(
            new Verdict(web, true, "fine in 0.01 ms"),
            new Verdict(web, false, "connection refused (3 in a row)"),
            new Verdict(web, true, "fine in 0.01 ms (2 in a row)")),
        world.verdicts);
  }

  @Test
  void aHangingProbeEndsAtItsDeadlineAndSaysWhatItWaitedFor() {
    world.update(web);
    world.pass(Duration.ofMillis(399));
    assertEquals(List.of(), world.verdicts);
    world.server(web).answerDown();
    world.pass(Duration.ofMillis(1));
    assertEquals(
        List.of(new Verdict(web, false, "no answer within 400ms (hanging)")), world.verdicts);
    assertEquals(1, world.server(web).cancelled);
    assertEquals(0, world.inFlight());
  }

  @Test
  void whatArrivedWhileTheLoopStoodStillIsReadBeforeTheDeadlineCounts() {
    world.update(web);
    world.stall(Duration.ofSeconds(5));
    assertEquals(0, world.server(web).cancelled);
    world.server(web).last().success("fine");
    assertEquals(List.of(new Verdict(web, true, "fine in 5.0 s")), world.verdicts);
  }

  @Test
  void afterALateTurnTheDeadlineStillComes() {
    world.update(web);
    world.stall(Duration.ofSeconds(5));
    world.pass(Duration.ofNanos(ProbeLoop.TICK_NANOS));
    assertEquals(
        List.of(new Verdict(web, false, "no answer within 400ms (hanging)")), world.verdicts);
  }

  @Test
  void afterAStallEachTargetIsProbedOnceAndTheLagIsMeasured() {
    world.server(web).answerUp();
    world.update(web);
    world.pass(INTERVAL.multipliedBy(3));
    int before = world.server(web).startsMillis.size();
    assertEquals(0, world.checker.statistics().late());
    world.stall(Duration.ofSeconds(60));
    world.pass(Duration.ofMillis(400));
    assertEquals(before + 1, world.server(web).startsMillis.size());
    ProbeStatistics statistics = world.checker.statistics();
    assertEquals(1, statistics.late());
    assertTrue(statistics.lagMaxNanos() > Duration.ofSeconds(58).toNanos());
  }

  @Test
  void noMoreProbesAreInFlightThanAllowedAndTheOthersFollowAsSoonAsTheyCan() {
    List<Target> targets = targets(ProbeWorld.IN_FLIGHT_MAX + 5);
    world.update(targets.toArray(Target[]::new));
    assertEquals(ProbeWorld.IN_FLIGHT_MAX, world.inFlight());
    Target first =
        targets.stream().filter(t -> world.server(t).lastStart() != null).findFirst().orElseThrow();
    world.server(first).last().success("fine");
    world.pass(Duration.ofMillis(1));
    assertEquals(ProbeWorld.IN_FLIGHT_MAX, world.inFlight());
    world.pass(Duration.ofMillis(900));
    assertTrue(targets.stream().allMatch(t -> world.server(t).lastStart() != null));
    assertEquals(ProbeWorld.IN_FLIGHT_MAX, world.inFlightPeak());
    assertTrue(world.checker.statistics().lagMaxNanos() >= Duration.ofMillis(400).toNanos());
  }

  @Test
  void aTargetThatStaysKeepsItsStateItsCountersAndItsSchedule() {
    world.server(web).answerUp();
    world.server(mail).answerUp();
    world.update(web);
    world.pass(Duration.ofMillis(2500));
    List<Long> starts = List.copyOf(world.server(web).startsMillis);
    TargetStatus status = world.status(web);

    Target same = new Target(web.address(), new TcpCheck(), Timings.of(1000, 400, 2, 3));
    assertNotSame(web, same);
    world.update(same, mail);

    assertEquals(status.sinceNanos(), world.status(web).sinceNanos());
    assertEquals(status.probes(), world.status(web).probes());
    assertEquals(status.because(), world.status(web).because());
    assertEquals(starts, world.server(web).startsMillis);
    world.pass(INTERVAL);
    assertEquals(starts.size() + 1, world.server(web).startsMillis.size());
    assertApart(1000, starts.getLast(), world.server(web).startsMillis.getLast());
    assertEquals(1, world.verdicts.stream().filter(v -> v.target().equals(web)).count());
  }

  @Test
  void aProbeInFlightGoesOnOverAnUpdateThatKeepsItsTarget() {
    world.update(web);
    world.update(web, mail);
    assertEquals(0, world.server(web).cancelled);
    world.server(web).last().success("fine");
    assertEquals(List.of(new Verdict(web, true, "fine in 0.01 ms")), world.verdicts);
  }

  @Test
  void aTargetThatGoesIsCancelledAndSaysNothingMore() {
    world.update(web, mail);
    world.update(mail);
    assertEquals(1, world.server(web).cancelled);
    assertEquals(1, world.inFlight());
    world.server(web).last().success("fine");
    world.pass(INTERVAL.multipliedBy(3));
    assertEquals(1, world.server(web).startsMillis.size());
    assertTrue(world.verdicts.stream().allMatch(v -> v.target().equals(mail)));
    assertEquals(Set.of(mail), world.checker.snapshot().keySet());
  }

  @Test
  void anOutcomeBetweenAnUpdateAndItsArrivalOnTheLoopIsNotTold() {
    world.update(web);
    world.checker.update(Set.of());
    world.server(web).last().success("fine");
    world.turn();
    assertEquals(List.of(), world.verdicts);
    assertEquals(List.of(), world.bugs);
  }

  @Test
  void aVerdictOnItsWayToTheLoopIsNotToldAfterItsTargetWent() {
    world.checker.update(Set.of(new Target(web.address(), new Check.Fixed(true), TIMING)));
    world.checker.update(Set.of());
    world.turn();
    assertEquals(List.of(), world.verdicts);
  }

  @Test
  void aTargetThatComesBackIsUnknownAgain() {
    world.server(web).answerUp();
    world.update(web);
    world.update();
    world.server(web).answer = world.server(web).unanswered::add;
    world.update(web);
    assertEquals(Health.State.UNKNOWN, world.status(web).state());
    assertEquals(0, world.status(web).probes());
  }

  @Test
  void aFixedTargetHasItsVerdictAtOnceAndIsNeverProbed() {
    Target on = new Target(web.address(), new Check.Fixed(true), TIMING);
    Target off = new Target(web.address(), new Check.Fixed(false), TIMING);
    world.update(on, off);
    world.pass(INTERVAL.multipliedBy(3));
    assertEquals(
        Set.of(
            new Verdict(on, true, "always on by configuration"),
            new Verdict(off, false, "always off by configuration")),
        Set.copyOf(world.verdicts));
    assertEquals(2, world.verdicts.size());
    assertEquals(Health.State.DOWN, world.status(off).state());
    assertEquals(0, world.checker.statistics().started());
  }

  @Test
  void theStatusTellsTheLastProbeAndTheRowSoFar() {
    world.server(web).answerUp();
    world.update(web);
    world.pass(INTERVAL.multipliedBy(2));
    world.server(web).answerDown();
    long probes = world.status(web).probes();
    world.pass(INTERVAL);
    TargetStatus status = world.status(web);
    assertEquals(Health.State.UP, status.state());
    assertEquals("connection refused (1 of 3, still up)", status.because());
    assertEquals(probes + 1, status.probes());
    assertEquals(1, status.failures());
    assertEquals(1, status.consecutive());
    assertEquals(0, status.sinceNanos());
    world.pass(INTERVAL.multipliedBy(2));
    assertTrue(world.status(web).sinceNanos() > Duration.ofSeconds(3).toNanos());
  }

  @Test
  void ourOwnTroubleKeepsTheVerdictAndIsLoggedOnceAMinute() {
    world.server(web).answerUp();
    world.update(web);
    world.server(web).answer = report -> report.failure(FailureKind.LOCAL, "not probed: no files");
    try (Log log = new Log(HealthChecker.class)) {
      world.pass(Duration.ofSeconds(59));
      assertEquals(1, log.lines().size(), log.lines().toString());
      assertTrue(log.lines().getFirst().contains("because=\"not probed: no files\""));
      world.pass(Duration.ofSeconds(30));
      assertEquals(2, log.lines().size(), log.lines().toString());
    }
    assertEquals(1, world.verdicts.size());
    TargetStatus status = world.status(web);
    assertEquals(Health.State.UP, status.state());
    assertEquals("not probed: no files", status.because());
    assertEquals(1, status.probes());
    assertEquals(0, status.failures());
    assertTrue(world.checker.statistics().local() > 80);
    assertEquals(0, world.checker.statistics().failures());
  }

  @Test
  void aBugInOneProbeIsReportedKeepsTheVerdictAndCostsNoOtherTargetAnything() {
    world.server(web).answerUp();
    world.server(mail).answerUp();
    world.update(web, mail);
    IllegalStateException bug = new IllegalStateException("planted");
    world.server(web).answer =
        _ -> {
          throw bug;
        };
    world.pass(INTERVAL);
    assertEquals(List.of(bug), world.bugs);
    assertEquals(Health.State.UP, world.status(web).state());
    int probes = world.server(mail).startsMillis.size();
    world.pass(INTERVAL.multipliedBy(2));
    assertEquals(3, world.bugs.size());
    assertEquals(probes + 2, world.server(mail).startsMillis.size());
  }

  @Test
  void aProbeThatCannotTellItsStageStillEndsAtItsDeadline() {
    world.server(web).stage = "";
    world.update(web);
    world.server(web).answerDown();
    world.pass(Duration.ofMillis(400));
    assertEquals(1, world.bugs.size());
    assertEquals(Health.State.DOWN, world.status(web).state());
    assertEquals(0, world.inFlight());
  }

  @Test
  void aProbeThatReportsTwiceCountsOnce() {
    world.update(web);
    world.server(web).last().success("fine");
    world.server(web).last().failure(FailureKind.RESET, "and again");
    assertEquals(1, world.status(web).probes());
    assertEquals(1, world.checker.statistics().finished());
  }

  @Test
  void anExceptionInTheListenerIsReportedAndCostsNoProbe() {
    IllegalStateException bug = new IllegalStateException("planted");
    ProbeWorld broken =
        new ProbeWorld(_ -> {
          throw bug;
        });
    List<Target> targets = targets(3);
    targets.forEach(target -> broken.server(target).answerUp());
    Target fixed = new Target(web.address(), new Check.Fixed(true), TIMING);
    broken.update(targets.get(0), targets.get(1), targets.get(2), fixed);
    broken.pass(INTERVAL.multipliedBy(3));
    assertEquals(List.of(bug, bug, bug, bug), broken.bugs);
    targets.forEach(target -> assertTrue(broken.server(target).startsMillis.size() >= 3));
    assertEquals(Health.State.UP, broken.status(fixed).state());
  }

  @Test
  void closingCancelsEveryProbeAndEndsTheTelling() {
    world.update(web, mail);
    world.checker.close();
    world.turn();
    assertEquals(0, world.inFlight());
    world.server(web).last().success("fine");
    world.pass(INTERVAL.multipliedBy(3));
    assertEquals(List.of(), world.verdicts);
    assertEquals(1, world.server(web).startsMillis.size());
    assertThrows(IllegalStateException.class, () -> world.checker.update(Set.of(web)));
    world.checker.close();
  }

  @Test
  void eachLoopNeedsAProbe() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new HealthChecker(world.loop, (_, _) -> world.server(web), _ -> {}, _ -> {}, 0));
  }

  private List<Target> targets(int count) {
    return new ArrayList<>(
        IntStream.range(1, count + 1).mapToObj(n -> world.target(n, TIMING)).toList());
  }

  /** The clock ticks in whole milliseconds. */
  private static void assertApart(long millis, long before, long after) {
    assertTrue(Math.abs(after - before - millis) <= 1, before + " and " + after);
  }
}
