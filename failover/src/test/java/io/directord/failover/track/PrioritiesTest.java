package io.directord.failover.track;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PrioritiesTest {
  private static final Outcome GOOD = new Outcome.Passed("is up");
  private static final Outcome BAD = Outcome.failed("no carrier");
  private static final Track.Pace PACE = new Track.Pace(1, 1, 1, 1);

  @Test
  void aNegativeWeightIsAddedWhileItFails() {
    assertEquals(-30, verdict(after(eth(-30), BAD)).priorityDelta());
    assertEquals(0, verdict(after(eth(-30), GOOD)).priorityDelta());
  }

  @Test
  void aPositiveWeightIsAddedWhileItPasses() {
    assertEquals(0, verdict(after(eth(30), BAD)).priorityDelta());
    assertEquals(30, verdict(after(eth(30), GOOD)).priorityDelta());
  }

  @Test
  void withoutAWeightAFailureIsAFault() {
    Verdict verdict = verdict(after(eth(0), BAD));
    assertEquals(Optional.of("interface eth1: no carrier"), verdict.faultBecause());
    assertEquals(0, verdict.priorityDelta());
    assertEquals(Optional.empty(), verdict(after(eth(0), GOOD)).faultBecause());
  }

  @Test
  void everyFaultIsNamed() {
    Track script = new Track.Script(List.of("/bin/ok"), PACE, 0);
    assertEquals(
        Optional.of("interface eth1: no carrier; script /bin/ok: exit status 3"),
        verdict(after(eth(0), BAD), after(script, Outcome.failed("exit status 3"))).faultBecause());
  }

  @Test
  void whatIsUnknownChangesNothing() {
    Verdict verdict = verdict(unknown(eth(0)), unknown(eth(-10)), unknown(eth(10)));
    assertEquals(0, verdict.priorityDelta());
    assertEquals(Optional.empty(), verdict.faultBecause());
    assertFalse(verdict.complete());
    assertTrue(verdict(after(eth(0), BAD)).complete());
  }

  @Test
  void weightsAddUp() {
    assertEquals(
        -25,
        verdict(after(eth(-30), BAD), after(eth(5), GOOD), after(eth(7), BAD)).priorityDelta());
  }

  @Test
  void aFileMultipliesItsNumber() {
    assertEquals(-21, verdict(after(file(-3), holds(7))).priorityDelta());
    assertEquals(21, verdict(after(file(3), holds(7))).priorityDelta());
    assertEquals(0, verdict(after(file(3), new Outcome.Passed("holds 0"))).priorityDelta());
    assertEquals(0, verdict(after(file(3), Outcome.failed("holds no number"))).priorityDelta());
    assertEquals(254, verdict(after(file(253), holds(999_999_999))).priorityDelta());
  }

  @Test
  void aFileGivesUpTheAddresses() {
    assertEquals(
        Optional.of("file /run/p: holds -254"),
        verdict(after(file(1), holds(-254))).faultBecause());
    assertEquals(Optional.empty(), verdict(after(file(1), holds(-253))).faultBecause());
    assertTrue(verdict(after(file(0), holds(1))).faultBecause().isPresent());
  }

  @Test
  void thePriorityStaysInItsRange() {
    assertEquals(120, Priorities.effective(150, -30));
    assertEquals(1, Priorities.effective(150, -200));
    assertEquals(254, Priorities.effective(150, 200));
    assertEquals(1, Priorities.effective(150, Integer.MIN_VALUE));
  }

  @Test
  void anOwnersPriorityNeverChanges() {
    assertEquals(255, Priorities.effective(255, -100));
  }

  private static Track eth(int weight) {
    return new Track.Interface("eth1", weight, 0, 0);
  }

  private static Track file(int weight) {
    return new Track.File("/run/p", PACE, weight);
  }

  private static Outcome holds(int number) {
    return new Outcome.Failed(number, "holds " + number);
  }

  private static TrackStatus unknown(Track track) {
    return Priorities.status(track, TrackState.unknown(0));
  }

  private static TrackStatus after(Track track, Outcome outcome) {
    return Priorities.status(track, TrackState.unknown(0).counted(outcome, 1, 1, 1));
  }

  private static Verdict verdict(TrackStatus... statuses) {
    return Priorities.verdict(Stream.of(statuses).toList());
  }
}
