package io.directord.failover.address;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.directord.failover.address.ConflictWatch.Verdict;
import io.directord.kernel.link.MacAddress;
import java.net.InetAddress;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ConflictWatchTest {
  private static final InetAddress HELD = InetAddress.getLoopbackAddress();
  private static final MacAddress OURS = new MacAddress(1);
  private static final MacAddress OTHER = new MacAddress(2);
  private static final long CLAIMED = wrapping();

  private final ConflictWatch watch = new ConflictWatch();

  @Test
  void whatIsNotHeldIsNoConflict() {
    assertEquals(Verdict.NONE, heard(OTHER, CLAIMED));
  }

  @Test
  void oursIsNoConflict() {
    watch.claimed(HELD, CLAIMED);
    assertEquals(Verdict.NONE, heard(OURS, CLAIMED + ConflictWatch.SETTLING_NANOS));
  }

  @Test
  void theOneBeforeMayAnswerForAMoment() {
    watch.claimed(HELD, CLAIMED);
    assertEquals(Verdict.NONE, heard(OTHER, CLAIMED + ConflictWatch.SETTLING_NANOS - 1));
    assertEquals(Verdict.DEFEND, heard(OTHER, CLAIMED + ConflictWatch.SETTLING_NANOS));
  }

  @Test
  void itIsDefendedOnceAnInterval() {
    watch.claimed(HELD, CLAIMED);
    long first = CLAIMED + ConflictWatch.SETTLING_NANOS;
    assertEquals(Verdict.DEFEND, heard(OTHER, first));
    assertEquals(Verdict.DEFEND, heard(OTHER, first + ConflictWatch.DEFEND_INTERVAL_NANOS));
  }

  @Test
  void whoClaimsItAgainSoonerIsAnsweredWhenTheIntervalIsOver() {
    watch.claimed(HELD, CLAIMED);
    long first = CLAIMED + ConflictWatch.SETTLING_NANOS;
    long second = first + ConflictWatch.DEFEND_INTERVAL_NANOS;
    long third = second + ConflictWatch.DEFEND_INTERVAL_NANOS;
    heard(OTHER, first);
    assertEquals(Verdict.defendIn(second - first - 1), heard(OTHER, first + 1));
    assertEquals(Verdict.COUNT, heard(OTHER, second - 1));
    assertEquals(Verdict.defendIn(third - second), heard(OTHER, second));
    assertEquals(Verdict.DEFEND, heard(OTHER, third + ConflictWatch.DEFEND_INTERVAL_NANOS));
  }

  @Test
  void aReleaseEndsTheWatch() {
    watch.claimed(HELD, CLAIMED);
    watch.released(HELD);
    assertEquals(Verdict.NONE, heard(OTHER, CLAIMED + ConflictWatch.SETTLING_NANOS));
  }

  /** {@code nanoTime} may wrap, and does here. */
  private static long wrapping() {
    return Long.MAX_VALUE - 1;
  }

  private Verdict heard(MacAddress by, long now) {
    return watch.heard(HELD, by, Set.of(OURS), now);
  }
}
