package io.directord.failover.arp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.failover.arp.Watched.Pairing;
import io.directord.kernel.link.MacAddress;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class TroublesTest {
  private static final long SECOND = 1_000_000_000L;
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
  private static final MacAddress MAC = new MacAddress(0x0200_0000_0021L);
  private static final InetAddress VIP = InetAddress.ofLiteral("192.0.2.10");
  private static final Pairing KEY = new Pairing(VIP, InetAddress.ofLiteral("192.0.2.21"));
  private static final Watched WATCHED = new Watched(KEY, List.of("web/rs1"));

  private final Troubles troubles = new Troubles();
  private long now = Long.MAX_VALUE - 5 * SECOND;

  @Test
  void itBeginsOnceWithTheFirstClaim() {
    ArpEvent.Began began = heard(Sign.ANSWERS).orElseThrow();
    assertEquals(new Finding(WATCHED, MAC, Set.of(Sign.ANSWERS), NOW), began.finding());
    assertFalse(heard(Sign.ANSWERS).isPresent());
    assertFalse(heard(Sign.ASKS).isPresent());
    assertEquals(
        Map.of(KEY, new Finding(WATCHED, MAC, Set.of(Sign.ANSWERS, Sign.ASKS), NOW)),
        troubles.findings());
  }

  @Test
  void threeSilentTurnsInARowEndIt() {
    heard(Sign.ANSWERS);
    long began = now;
    assertFalse(silent(true).isPresent());
    assertFalse(silent(true).isPresent());
    ArpEvent.Ended ended = silent(true).orElseThrow();
    assertEquals(now - began, ended.lastedNanos());
    assertEquals("silent", ended.because());
    assertEquals(Map.of(), troubles.findings());
    assertTrue(heard(Sign.ANSWERS).isPresent());
  }

  @Test
  void aClaimInBetweenBeginsTheCountAnew() {
    heard(Sign.ANSWERS);
    silent(true);
    silent(true);
    heard(Sign.ASKS);
    silent(true);
    silent(true);
    assertFalse(troubles.findings().isEmpty());
    assertTrue(silent(true).isPresent());
  }

  @Test
  void whatIsHeardDuringATurnMakesItNoSilentOne() {
    heard(Sign.ANSWERS);
    for (int i = 0; i < 5; i++) {
      long began = now;
      heard(Sign.ANSWERS);
      assertFalse(troubles.turn(KEY, true, began, now + SECOND).isPresent());
    }
  }

  @Test
  void aServerThatIsNotThereProvesNothing() {
    heard(Sign.ANSWERS);
    for (int i = 0; i < 10; i++) {
      assertFalse(silent(false).isPresent());
    }
    silent(true);
    silent(false);
    silent(true);
    assertTrue(silent(true).isPresent());
  }

  /** A defence may wait for ten seconds, and then tells of a claim that is as old. */
  @Test
  void whatWasHeardBeforeTheServerFellSilentIsNoNews() {
    heard(Sign.ANSWERS);
    final long old = now;
    silent(true);
    silent(true);
    assertFalse(heard(Sign.CLAIMS, old).isPresent());
    assertTrue(silent(true).isPresent(), "an old claim began the count anew");
    assertFalse(heard(Sign.CLAIMS, old).isPresent());
    assertTrue(heard(Sign.CLAIMS).isPresent());
  }

  @Test
  void lateNewsDoNotMakeATurnSilentInWhichItWasHeard() {
    heard(Sign.ANSWERS);
    for (int i = 0; i < 5; i++) {
      long old = now;
      now += SECOND;
      long began = now;
      heard(Sign.ANSWERS);
      heard(Sign.CLAIMS, old);
      assertFalse(troubles.turn(KEY, true, began, now + SECOND).isPresent());
    }
  }

  @Test
  void silenceOfAServerWithoutTroubleIsNoNews() {
    for (int i = 0; i < 5; i++) {
      assertFalse(silent(true).isPresent());
    }
  }

  @Test
  void whatIsNotWatchedAnyMoreIsOver() {
    heard(Sign.ANSWERS);
    Watched renamed = new Watched(KEY, List.of("shop/rs1"));
    assertEquals(List.of(), troubles.keep(Map.of(KEY, renamed), now));
    assertEquals(
        Map.of(KEY, new Finding(renamed, MAC, Set.of(Sign.ANSWERS), NOW)), troubles.findings());
    List<ArpEvent.Ended> over = troubles.keep(Map.of(), now);
    assertEquals(1, over.size());
    assertEquals("not watched any more", over.getFirst().because());
    assertEquals(Map.of(), troubles.findings());
  }

  private Optional<ArpEvent.Began> heard(Sign sign) {
    return heard(sign, now);
  }

  private Optional<ArpEvent.Began> heard(Sign sign, long heardNanos) {
    return troubles.heard(WATCHED, new Claim(VIP, MAC, sign), NOW, heardNanos);
  }

  private Optional<ArpEvent.Ended> silent(boolean proven) {
    long began = now + SECOND;
    now = began + SECOND;
    return troubles.turn(KEY, proven, began, now);
  }
}
