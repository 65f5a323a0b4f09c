package io.directord.director.systemd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class BulletinTest {
  private static final long SECOND = 1_000_000_000;
  private static final long START =
      Math.subtractExact(Long.MAX_VALUE, SECOND); // the clock may run over
  private static final List<String> NOTHING = List.of();

  private final Bulletin bulletin =
      new Bulletin(START, Optional.of(Duration.ofSeconds(10)), 100, 0);

  private List<String> look(
      long seconds, boolean programmed, String status, long heart, long loop) {
    return bulletin.look(
        new Bulletin.Seen(programmed, status, heart, loop), START + seconds * SECOND);
  }

  private void begin() {
    assertEquals(List.of("READY=1\nSTATUS=all"), look(0, true, "all", 101, 1));
  }

  @Test
  void itIsReadyWhenARoundHasEnded() {
    assertEquals(NOTHING, look(0, false, "none", 101, 1));
    assertEquals(List.of("READY=1\nSTATUS=all"), look(1, true, "all", 102, 2));
    assertEquals(NOTHING, look(2, true, "all", 103, 3));
  }

  @Test
  void aStartThatSeesNoTableIsReadyAllTheSame() {
    assertEquals(NOTHING, look(1, false, "none", 101, 1));
    assertEquals(List.of("READY=1\nSTATUS=none"), look(2, false, "none", 102, 2));
  }

  @Test
  void theStatusIsToldWhenItChanges() {
    begin();
    assertEquals(List.of("STATUS=less"), look(1, true, "less", 102, 2));
    assertEquals(NOTHING, look(2, true, "less", 103, 3));
  }

  @Test
  void theWatchdogIsFedAtHalfItsTime() {
    begin();
    assertEquals(NOTHING, look(4, true, "all", 102, 2));
    assertEquals(List.of("WATCHDOG=1"), look(5, true, "all", 103, 3));
    assertEquals(NOTHING, look(9, true, "all", 104, 4));
    assertEquals(List.of("WATCHDOG=1"), look(10, true, "all", 105, 5));
  }

  @Test
  void aLoopThatStandsStillDoesNotFeedIt() {
    begin();
    assertEquals(List.of("WATCHDOG=1"), look(5, true, "all", 103, 3));
    for (int second = 6; second < 30; second++) {
      assertEquals(NOTHING, look(second, true, "all", 103 + second, 3));
    }
    assertEquals(List.of("WATCHDOG=1"), look(30, true, "all", 140, 4));
  }

  @Test
  void aHeartbeatThatStandsStillDoesNotFeedIt() {
    begin();
    assertEquals(List.of("WATCHDOG=1"), look(5, true, "all", 103, 3));
    for (int second = 6; second < 30; second++) {
      assertEquals(NOTHING, look(second, true, "all", 103, 3 + second));
    }
  }

  @Test
  void withoutAWatchdogNothingIsFed() {
    Bulletin without = new Bulletin(START, Optional.empty(), 100, 0);
    Bulletin.Seen seen = new Bulletin.Seen(true, "all", 101, 1);
    assertEquals(1, without.look(seen, START).size());
    assertEquals(NOTHING, without.look(seen, START + 100 * SECOND));
  }

  @Test
  void aReloadHasABeginAndAnEnd() {
    begin();
    assertEquals(
        List.of("RELOADING=1\nMONOTONIC_USEC=7\nSTATUS=Reading the configuration again"),
        bulletin.reloading(7_999));
    assertEquals(NOTHING, look(1, true, "other", 102, 2), "READY brings the status along");
    assertEquals(List.of("READY=1\nSTATUS=refused"), bulletin.reloaded("refused"));
  }

  @Test
  void ofReloadsAtTheSameTimeTheLastOneEndsIt() {
    begin();
    assertEquals(1, bulletin.reloading(1).size());
    assertEquals(1, bulletin.reloading(2).size());
    assertEquals(NOTHING, bulletin.reloaded("one"));
    assertEquals(List.of("READY=1\nSTATUS=two"), bulletin.reloaded("two"));
  }

  @Test
  void aReloadBeforeTheEndOfTheStartIsPartOfIt() {
    assertEquals(NOTHING, bulletin.reloading(1));
    assertEquals(NOTHING, bulletin.reloaded("one"));
    begin();
  }

  @Test
  void afterItsEndHasBegunNothingElseIsSaid() {
    begin();
    assertTrue(bulletin.stopping().getFirst().startsWith("STOPPING=1\n"));
    assertEquals(NOTHING, bulletin.stopping());
    assertEquals(NOTHING, look(5, true, "other", 103, 3));
    assertEquals(NOTHING, bulletin.reloading(1));
    assertEquals(NOTHING, bulletin.reloaded("other"));
  }
}
