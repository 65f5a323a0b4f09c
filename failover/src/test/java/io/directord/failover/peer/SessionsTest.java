package io.directord.failover.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.failover.peer.Message.Echo;
import io.directord.failover.peer.Sessions.Hearing;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SessionsTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long OURS = 1;
  private static final long THEIRS = 2;
  private static final InetAddress FROM = InetAddress.ofLiteral("192.0.2.2");
  private static final Hearing BELIEVED = new Hearing.Believed();
  private static final Hearing REPLAY = new Hearing.Refused(Rejection.REPLAY, false);
  private static final Hearing UNPROVEN = new Hearing.Refused(Rejection.UNPROVEN, false);
  private static final Hearing NEW_AND_UNPROVEN = new Hearing.Refused(Rejection.UNPROVEN, true);

  private final Sessions sessions = new Sessions(OURS, false);

  private Hearing hear(Message message, long nowNanos) {
    return sessions.hear(message, "eth0", FROM, nowNanos);
  }

  private static Echo echo(long challenge) {
    return new Echo(OURS, challenge);
  }

  private void meet(long boot, long nowNanos) {
    sessions.challenged(100);
    assertEquals(BELIEVED, hear(Samples.message(boot, 1, 5, echo(100)), nowNanos));
  }

  @Test
  void aNodeIsBelievedWhenItSendsOurChallengeBack() {
    sessions.challenged(100);
    assertEquals(NEW_AND_UNPROVEN, hear(Samples.message(THEIRS, 1, 5), 0));
    assertEquals(List.of(new Echo(THEIRS, 5)), sessions.echoes());
    assertEquals(List.of(), sessions.peers(0));
    assertEquals(BELIEVED, hear(Samples.message(THEIRS, 2, 6, echo(100)), SECOND));
    assertEquals("lvs2", sessions.peers(SECOND).getFirst().report().node());
  }

  @Test
  void whatWasHeardBeforeIsAReplay() {
    meet(THEIRS, 0);
    assertEquals(REPLAY, hear(Samples.message(THEIRS, 1, 5, echo(100)), SECOND));
    assertEquals(BELIEVED, hear(Samples.message(THEIRS, 3, 5, echo(100)), SECOND));
    assertEquals(REPLAY, hear(Samples.message(THEIRS, 2, 5, echo(100)), SECOND));
  }

  @Test
  void theSameMessageMayComeOnceByEachPath() {
    meet(THEIRS, 0);
    Message again = Samples.message(THEIRS, 1, 5, echo(100));
    assertEquals(BELIEVED, sessions.hear(again, "eth1", FROM, 0));
    assertEquals(REPLAY, sessions.hear(again, "eth1", FROM, 0));
  }

  @Test
  void ourOwnMessagesAreNobodysWord() {
    assertEquals(REPLAY, hear(Samples.message(OURS, 9, 5, echo(100)), 0));
  }

  @Test
  void messagesOfAnEarlierRunProveNothingHoweverOftenTheyAreSent() {
    meet(THEIRS, 0);
    for (int i = 0; i < Sessions.CHALLENGES_MAX; i++) {
      sessions.challenged(200 + i); // 100 is forgotten
    }
    long later = 600 * SECOND;
    Message recorded = Samples.message(3, 77, 5, echo(100));
    assertEquals(NEW_AND_UNPROVEN, hear(recorded, later));
    assertEquals(UNPROVEN, hear(Samples.message(3, 78, 5, echo(100)), later));
    assertTrue(sessions.peers(later).getFirst().silent(), "what was recorded is no sign of life");
  }

  @Test
  void anEchoForSomebodyElseProvesNothing() {
    sessions.challenged(100);
    assertEquals(NEW_AND_UNPROVEN, hear(Samples.message(THEIRS, 1, 5, new Echo(9, 100)), 0));
  }

  @Test
  void aNodeIsSilentAfterThreeIntervals() {
    meet(THEIRS, 0);
    assertEquals(false, sessions.peers(3 * SECOND).getFirst().silent());
    assertEquals(true, sessions.peers(3 * SECOND + 1).getFirst().silent());
    assertEquals(false, sessions.peers(4 * SECOND).getFirst().deaf());
    assertEquals(1, sessions.peers(Sessions.FORGOTTEN_NANOS - 1).size());
    sessions.peers(Sessions.FORGOTTEN_NANOS + 1);
    assertEquals(List.of(), sessions.peers(Sessions.FORGOTTEN_NANOS + 1));
  }

  @Test
  void aNodeThatIsHeardButDoesNotHearUsIsDeaf() {
    meet(THEIRS, 0);
    for (int i = 0; i < 10; i++) {
      sessions.challenged(200 + i);
      hear(Samples.message(THEIRS, 2 + i, 5, echo(100)), i * SECOND);
    }
    assertEquals(true, sessions.peers(10 * SECOND).getFirst().deaf());
  }

  @Test
  void aNodeThatIsStartedAgainIsTheSameNode() {
    meet(THEIRS, 0);
    sessions.challenged(101);
    assertEquals(BELIEVED, hear(Samples.message(3, 1, 5, echo(101)), 2 * SECOND));
    assertEquals(1, sessions.peers(2 * SECOND).size());
    assertEquals(1, sessions.peers(4 * SECOND).size());
    assertEquals(List.of(new Echo(3, 5)), sessions.echoes(), "the earlier run is forgotten");
  }

  @Test
  void whoProvesNothingMakesRoomForOthersAndTheProvenStay() {
    meet(THEIRS, 0);
    for (int i = 0; i < 100; i++) {
      assertEquals(NEW_AND_UNPROVEN, hear(Samples.message(1_000 + i, 1, 5), i));
    }
    assertEquals(Sessions.PEERS_MAX, sessions.echoes().size());
    assertEquals(1, sessions.peers(0).size());
    for (int i = 0; i < Sessions.PEERS_MAX - 1; i++) {
      assertEquals(BELIEVED, hear(Samples.message(2_000 + i, 1, 5, echo(100)), 200));
    }
    assertEquals(
        new Hearing.Refused(Rejection.CROWD, false),
        hear(Samples.message(3_000, 1, 5, echo(100)), 200));
  }

  @Test
  void whoSendsNothingBelievesWithoutProof() {
    Sessions passive = new Sessions(OURS, true);
    assertEquals(BELIEVED, passive.hear(Samples.message(THEIRS, 1, 5), "eth0", FROM, 0));
    assertEquals(REPLAY, passive.hear(Samples.message(THEIRS, 1, 5), "eth0", FROM, 0));
  }
}
