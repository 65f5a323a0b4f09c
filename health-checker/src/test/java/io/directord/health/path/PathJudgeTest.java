package io.directord.health.path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.health.FailureKind;
import io.directord.health.path.Heard.Trouble;
import java.net.InetAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Each row of what is seen of a fault, and what it is called. */
final class PathJudgeTest {
  private static final InetAddress VIRTUAL = InetAddress.ofLiteral("192.0.2.10");
  private static final InetAddress SERVER = InetAddress.ofLiteral("10.0.0.1");
  private static final InetAddress ROUTER = InetAddress.ofLiteral("10.0.0.254");
  private static final Mac MAC = new Mac(0x02000000000aL);
  private static final Mac STRANGER = new Mac(0x0200000000ffL);
  private static final Answer ACCEPTED = new Answer.Accepted(MAC);
  private static final Answer REFUSED = new Answer.Refused(MAC);
  private static final Answer SILENCE = Answer.SILENCE;
  private static final PathMethod TUNNEL = new PathMethod.Tunnel(new PathMethod.Ipip());

  @Test
  void onlyTheServersOwnAnswerIsGoodWithDirect() {
    PathJudge judge = judge(PathMethod.DIRECT);
    assertTrue(judge.isGood(ACCEPTED));
    assertFalse(judge.isGood(new Answer.Accepted(STRANGER)));
    assertFalse(judge.isGood(REFUSED));
    assertFalse(judge.isGood(SILENCE));
    assertFalse(judge.isGood(new Answer.Astray(STRANGER)));
    assertEquals(
        path("answered by another host, 02:00:00:00:00:ff, not by 10.0.0.1 (02:00:00:00:00:0a)"),
        twice(judge, new Answer.Accepted(STRANGER), SILENCE));
    assertEquals(
        twice(judge, new Answer.Accepted(STRANGER), SILENCE),
        twice(judge, new Answer.Refused(STRANGER), SILENCE));
    assertEquals(
        path("replies go to 02:00:00:00:00:ff in place of this node"),
        twice(judge, new Answer.Astray(STRANGER), SILENCE));
  }

  @Test
  void aMissingAddressIsCertainByIcmpAndProbableBySilence() {
    PathJudge judge = judge(PathMethod.DIRECT);
    String certain = "the virtual address is missing on the server, which would pass it on";
    assertEquals(
        path(certain + " (ICMP 11/0 from 10.0.0.1)"),
        twice(judge, complained(Trouble.HOPS_USED_UP, "ICMP 11/0", SERVER, false), SILENCE));
    assertEquals(
        path(certain + " (ICMP 5/1 from 10.0.0.1)"),
        twice(judge, complained(Trouble.REDIRECTED, "ICMP 5/1", SERVER, false), SILENCE));
    String probable =
        ": the virtual address is missing on the server (probable), or its packet filter drops what"
            + " is for it";
    assertEquals(
        path("no answer, while 10.0.0.1:80 accepts" + probable), twice(judge, SILENCE, ACCEPTED));
    assertEquals(
        path("no answer, while 10.0.0.1:80 refuses" + probable), twice(judge, SILENCE, REFUSED));
    assertEquals(
        new Diagnosis(
            FailureKind.TIMEOUT,
            "no answer as 192.0.2.10, nor at 10.0.0.1:80, though the host is there"),
        twice(judge, SILENCE, SILENCE));
  }

  @Test
  void aServiceThatIsDownIsNoFaultOfThePath() {
    PathJudge judge = judge(PathMethod.DIRECT);
    assertEquals(
        path("refused, while 10.0.0.1:80 accepts: the service listens there only"),
        twice(judge, REFUSED, ACCEPTED));
    var down =
        new Diagnosis(
            FailureKind.REFUSED,
            "connection refused as 192.0.2.10 and not accepted at 10.0.0.1:80");
    assertEquals(down, twice(judge, REFUSED, REFUSED));
    assertEquals(down, twice(judge, REFUSED, SILENCE));
  }

  @Test
  void packetFiltersAndRoutersThatSaySoAreNamed() {
    PathJudge judge = judge(PathMethod.DIRECT);
    assertEquals(
        path("rejected by the server's packet filter (ICMP 3/13 from 192.0.2.10)"),
        twice(judge, complained(Trouble.PROHIBITED, "ICMP 3/13", VIRTUAL, false), SILENCE));
    assertEquals(
        path("rejected by the server's packet filter (ICMP 3/3 from 192.0.2.10)"),
        twice(judge, complained(Trouble.NO_PORT, "ICMP 3/3", VIRTUAL, false), SILENCE));
    assertEquals(
        path("rejected by a packet filter (ICMP 3/13 from 10.0.0.254)"),
        twice(judge, complained(Trouble.PROHIBITED, "ICMP 3/13", ROUTER, false), SILENCE));
    assertEquals(
        new Diagnosis(FailureKind.UNREACHABLE, "no way to 10.0.0.1 (ICMP 3/1 from 10.0.0.254)"),
        twice(judge, complained(Trouble.NO_WAY, "ICMP 3/1", ROUTER, true), SILENCE));
  }

  @Test
  void twoAnswersMustAgreeButOneMayBeLost() {
    PathJudge judge = judge(PathMethod.DIRECT);
    assertEquals(twice(judge, REFUSED, ACCEPTED), judge.judge(REFUSED, SILENCE, ACCEPTED));
    assertEquals(twice(judge, REFUSED, ACCEPTED), judge.judge(SILENCE, REFUSED, ACCEPTED));
    Answer certain = complained(Trouble.HOPS_USED_UP, "ICMP 11/0", SERVER, false);
    Diagnosis differ = judge.judge(REFUSED, certain, ACCEPTED);
    assertEquals(FailureKind.PATH, differ.kind());
    assertTrue(differ.evidence().contains("the answers differ: first"), differ.evidence());
  }

  @Test
  void aTunnelThatTheServerDoesNotUnpackIsNamed() {
    PathJudge judge = judge(TUNNEL);
    assertTrue(judge.isGood(new Answer.Accepted(STRANGER)), "by a router");
    assertEquals(
        path("the server takes nothing out of this tunnel: no support (ICMP 3/2 from 10.0.0.1)"),
        twice(judge, complained(Trouble.NO_PROTOCOL, "ICMP 3/2", SERVER, true), ACCEPTED));
    assertEquals(
        path(
            "the server takes nothing out of this tunnel: its end is down or absent"
                + " (ICMP 3/3 from 10.0.0.1)"),
        twice(judge, complained(Trouble.NO_PORT, "ICMP 3/3", SERVER, true), ACCEPTED));
    assertEquals(
        path(
            "the virtual address is missing on the server, which would pass it on"
                + " (ICMP 11/0 from 10.0.0.1)"),
        twice(judge, complained(Trouble.HOPS_USED_UP, "ICMP 11/0", SERVER, false), ACCEPTED));
    assertEquals(
        path("too big for the way: it takes 1400 bytes (ICMP 3/4 from 10.0.0.254)"),
        twice(judge, complained(Trouble.TOO_BIG, "ICMP 3/4", ROUTER, true), ACCEPTED));
    assertTrue(twice(judge, SILENCE, ACCEPTED).evidence().contains("rp_filter"));
    assertEquals(FailureKind.TIMEOUT, twice(judge, SILENCE, SILENCE).kind());
  }

  @Test
  void repliesOfAMasqueradedServerMustComeBack() {
    PathJudge judge = judge(PathMethod.MASQUERADE);
    assertTrue(judge.isGood(ACCEPTED));
    assertEquals("", judge.remark(ACCEPTED));
    assertTrue(judge.isGood(new Answer.Accepted(STRANGER)));
    assertEquals(
        "; replies come by way of another router, 02:00:00:00:00:ff",
        judge.remark(new Answer.Accepted(STRANGER)));
    assertEquals(
        path("wrong gateway: replies of 10.0.0.1 go to 02:00:00:00:00:ff"),
        twice(judge, new Answer.Astray(STRANGER), ACCEPTED));
    String lost = "replies of 10.0.0.1 do not come back through a director: ";
    assertEquals(
        path(lost + "wrong gateway or none, or its rp_filter drops what it has no route for"),
        twice(judge, SILENCE, ACCEPTED));
    assertEquals(
        path(lost + "it asks by ARP for the gateway 10.0.0.254"),
        twice(masquerade(false, Optional.of(ROUTER)), SILENCE, ACCEPTED));
    PathJudge standby = masquerade(true, Optional.empty());
    assertEquals("", standby.remark(new Answer.Accepted(STRANGER)), "by the active director");
    assertEquals(
        path(lost + "wrong gateway or none, or the active director does not pass them on"),
        twice(standby, SILENCE, ACCEPTED));
    assertEquals(FailureKind.TIMEOUT, twice(judge, SILENCE, SILENCE).kind());
    assertEquals(
        new Diagnosis(FailureKind.REFUSED, "connection refused at 10.0.0.1:80; replies come back"),
        twice(judge, REFUSED, REFUSED));
  }

  private static Diagnosis twice(PathJudge judge, Answer answer, Answer control) {
    return judge.judge(answer, answer, control);
  }

  private static Diagnosis path(String why) {
    return new Diagnosis(FailureKind.PATH, "not reachable as 192.0.2.10: " + why);
  }

  private static Answer complained(Trouble trouble, String icmp, InetAddress by, boolean wrapped) {
    int mtu = trouble == Trouble.TOO_BIG ? 1400 : 0;
    return new Answer.Complained(
        new Heard.Complaint(by, trouble, icmp, mtu, wrapped, 61_000, VIRTUAL, 80, 1));
  }

  private static PathJudge judge(PathMethod method) {
    Optional<Mac> mac = method instanceof PathMethod.Tunnel ? Optional.empty() : Optional.of(MAC);
    return new PathJudge(method, VIRTUAL, SERVER, 80, mac, false, Optional.empty());
  }

  private static PathJudge masquerade(boolean throughPeer, Optional<InetAddress> seeks) {
    return new PathJudge(
        PathMethod.MASQUERADE, VIRTUAL, SERVER, 80, Optional.of(MAC), throughPeer, seeks);
  }
}
