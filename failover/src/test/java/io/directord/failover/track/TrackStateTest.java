package io.directord.failover.track;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TrackStateTest {
  private static final Outcome GOOD = new Outcome.Passed("good");
  private static final Outcome BAD = Outcome.failed("bad");
  private static final Outcome UNTOLD = new Outcome.Untold("no memory");
  private static final long UP = 10;
  private static final long DOWN = 3;

  private TrackState state = TrackState.unknown(0);

  @Test
  void nothingIsKnownAtFirst() {
    assertEquals(Standing.UNKNOWN, state.standing());
    assertEquals("not looked at yet", state.evidence());
    assertEquals(OptionalLong.empty(), state.deadlineNanos());
  }

  @Test
  void theFirstOutcomeDecidesAtOnce() {
    assertEquals(Standing.FAILING, state.counted(BAD, 3, 3, 5).standing());
    assertEquals(Standing.PASSING, state.counted(GOOD, 3, 3, 5).standing());
    assertEquals(Standing.FAILING, state.settled(BAD, UP, DOWN, 5).standing());
    assertEquals(5, state.counted(BAD, 3, 3, 5).sinceNanos());
  }

  @Test
  void afterwardsAChangeNeedsARow() {
    count(GOOD, 1);
    count(BAD, 2);
    assertEquals("bad (1 of 3, still passing)", state.evidence());
    count(BAD, 3);
    assertEquals(Standing.PASSING, state.standing());
    assertEquals(1, state.sinceNanos());
    count(BAD, 4);
    assertEquals(Standing.FAILING, state.standing());
    assertEquals("bad (3 in a row)", state.evidence());
    assertEquals(4, state.sinceNanos());
    count(GOOD, 5);
    assertEquals("good (1 of 2, still failing)", state.evidence());
    count(GOOD, 6);
    assertEquals(Standing.PASSING, state.standing());
  }

  @Test
  void anOutcomeBetweenEndsTheRow() {
    count(GOOD, 1);
    count(BAD, 2);
    count(BAD, 3);
    count(GOOD, 4);
    count(BAD, 5);
    count(BAD, 6);
    assertEquals(Standing.PASSING, state.standing());
  }

  @Test
  void ourOwnTroubleSaysNothing() {
    count(UNTOLD, 1);
    assertEquals(Standing.UNKNOWN, state.standing());
    count(GOOD, 2);
    count(BAD, 3);
    count(BAD, 4);
    count(UNTOLD, 5);
    assertEquals(Standing.PASSING, state.standing());
    assertEquals("no memory", state.evidence());
    count(BAD, 6);
    assertEquals(Standing.FAILING, state.standing());
  }

  @Test
  void aNumberCountsWhenItsFailureDoes() {
    count(GOOD, 1);
    count(new Outcome.Failed(7, "holds 7"), 2);
    assertEquals(0, state.number());
    count(new Outcome.Failed(7, "holds 7"), 3);
    count(new Outcome.Failed(8, "holds 8"), 4);
    assertEquals(8, state.number());
    count(new Outcome.Failed(9, "holds 9"), 5);
    assertEquals(9, state.number());
    assertEquals(4, state.sinceNanos());
  }

  @Test
  void aChangeSettlesFirst() {
    settle(GOOD, 100);
    settle(BAD, 200);
    assertEquals(Standing.PASSING, state.standing());
    assertEquals("bad (not long enough, still passing)", state.evidence());
    assertEquals(OptionalLong.of(203), state.deadlineNanos());
    assertSame(state, state.tick(202));
    state = state.tick(203);
    assertEquals(Standing.FAILING, state.standing());
    assertEquals("bad", state.evidence());
    assertEquals(203, state.sinceNanos());
    settle(GOOD, 300);
    assertEquals(OptionalLong.of(310), state.deadlineNanos());
    assertEquals(Standing.PASSING, state.tick(310).standing());
  }

  @Test
  void goingBackCancelsTheChange() {
    settle(GOOD, 100);
    settle(BAD, 200);
    settle(GOOD, 201);
    assertEquals(OptionalLong.empty(), state.deadlineNanos());
    assertEquals(Standing.PASSING, state.tick(300).standing());
    assertEquals(100, state.sinceNanos());
  }

  @Test
  void anotherWordForTheSameDoesNotBeginAnew() {
    settle(GOOD, 100);
    settle(BAD, 200);
    settle(Outcome.failed("worse"), 202);
    assertEquals(OptionalLong.of(203), state.deadlineNanos());
    assertEquals("worse", state.tick(203).evidence());
  }

  @Test
  void withoutADelayItCountsAtOnce() {
    state = state.settled(GOOD, 0, 0, 1);
    assertEquals(Standing.FAILING, state.settled(BAD, 0, 0, 2).standing());
  }

  @Test
  void theClockMayWrap() {
    long now = Long.MAX_VALUE - 1;
    settle(GOOD, now - 10);
    settle(BAD, now);
    assertEquals(Standing.PASSING, state.tick(now + 2).standing());
    assertEquals(Standing.FAILING, state.tick(now + 3).standing());
  }

  private void count(Outcome outcome, long nowNanos) {
    state = state.counted(outcome, 2, 3, nowNanos);
  }

  private void settle(Outcome outcome, long nowNanos) {
    state = state.settled(outcome, UP, DOWN, nowNanos);
  }
}
