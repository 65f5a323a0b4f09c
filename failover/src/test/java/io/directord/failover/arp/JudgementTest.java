package io.directord.failover.arp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.failover.address.ArpPacket;
import io.directord.failover.address.GratuitousArp;
import io.directord.failover.address.NeighborAdvertisement;
import io.directord.failover.address.NeighborMessage;
import io.directord.kernel.link.MacAddress;
import io.directord.kernel.link.Neighbor;
import io.directord.kernel.link.NeighborState;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who says what, who is known: what is made of it. */
final class JudgementTest {
  private static final InetAddress VIP = ip("192.0.2.10");
  private static final InetAddress VIP6 = ip("2001:db8::10");
  private static final InetAddress RS1 = ip("192.0.2.21");
  private static final InetAddress RS2 = ip("192.0.2.22");
  private static final InetAddress PEER = ip("192.0.2.3");
  private static final MacAddress OWN = new MacAddress(0x0200_0000_0001L);
  private static final MacAddress MAC1 = new MacAddress(0x0200_0000_0021L);
  private static final MacAddress MAC2 = new MacAddress(0x0200_0000_0022L);
  private static final MacAddress MAC3 = new MacAddress(0x0200_0000_0003L);
  private static final MacAddress VIRTUAL = new MacAddress(0x0000_5E00_0133L);
  private static final Owner FIXED = new Owner.Fixed();
  private static final Judgement NOTHING = new Judgement.Nothing();
  private static final Judgement TROUBLE = new Judgement.Trouble(RS1);
  private static final int ETH0 = 2;

  private final Acquaintances known = new Acquaintances();
  private final Reach reach =
      Reaches.of(Reaches.link(ETH0, "eth0", OWN), "192.0.2.2/24", "fe80::2/64");

  @BeforeEach
  void meet() {
    known.servers(List.of(RS1, RS2));
    known.learn(RS1, MAC1);
    known.learn(RS2, MAC2);
  }

  @Test
  void everySignOfARealServerIsTrouble() {
    for (Sign sign : Sign.values()) {
      assertEquals(TROUBLE, judge(new Claim(VIP, MAC1, sign), FIXED), sign.name());
    }
  }

  @Test
  void whoHasItRightlyIsNoTrouble() {
    known.directors(List.of(PEER));
    known.learn(PEER, MAC3);
    for (MacAddress mac : List.of(OWN, MAC3, VIRTUAL)) {
      assertEquals(NOTHING, judge(answer(mac), new Owner.Director(PEER)), mac.text());
    }
  }

  @Test
  void aServerOfAnotherServiceIsNotOurs() {
    Claim claim = answer(MAC2);
    assertEquals(NOTHING, Judgement.of(claim, List.of(RS1), FIXED, known, reach, ETH0));
  }

  @Test
  void aStrangerMayBeAServerThatTheKernelKnows() {
    known.forget(RS1);
    assertEquals(new Judgement.WhoIsThat(), judge(answer(MAC1), FIXED));
    known.learn(List.of(neighbor(RS1, MAC1), neighbor(ip("192.0.2.99"), MAC3)));
    assertEquals(TROUBLE, judge(answer(MAC1), FIXED));
    assertEquals(new Judgement.WhoIsThat(), judge(answer(MAC3), FIXED));
  }

  @Test
  void whatTheKernelKnowsIsNoBetterThanWhatWasHeard() {
    known.learn(List.of(neighbor(RS1, MAC3)));
    assertEquals(TROUBLE, judge(answer(MAC1), FIXED));
  }

  @Test
  void nobodyIsJudgedWhileElectionsGoOn() {
    assertEquals(new Judgement.WhoOwnsIt(), judge(answer(MAC1), new Owner.Undecided()));
  }

  @Test
  void theActiveDirectorMayBeARealServerToo() {
    Owner active = new Owner.Director(RS1);
    known.directors(List.of(RS1));
    assertEquals(NOTHING, judge(answer(MAC1), active));
    known.forget(RS1);
    known.learn(RS2, MAC1); // by another of its addresses it is a server
    assertEquals(new Judgement.WhoOwnsIt(), judge(answer(MAC1), active));
    known.learn(RS1, MAC1);
    assertEquals(NOTHING, judge(answer(MAC1), active));
  }

  @Test
  void aDirectorElsewhereIsNoneOfTheseServers() {
    assertEquals(TROUBLE, judge(answer(MAC1), new Owner.Director(ip("198.51.100.3"))));
  }

  @Test
  void whoWasADirectorOnceIsNotForgotten() {
    known.directors(List.of(PEER));
    known.learn(PEER, MAC3);
    known.directors(List.of());
    known.servers(List.of(RS1, PEER));
    assertEquals(NOTHING, judge(answer(MAC3), new Owner.Here()));
  }

  @Test
  void everyPacketSaysWhatItClaims() {
    assertEquals(
        Optional.of(new Claim(VIP, MAC1, Sign.ANNOUNCES)), Claim.of(GratuitousArp.of(MAC1, VIP)));
    assertEquals(
        Optional.of(new Claim(VIP, MAC1, Sign.ASKS)),
        Claim.of(ArpPacket.request(MAC1, VIP, ip("192.0.2.99"))));
    assertEquals(
        Optional.of(new Claim(VIP, MAC1, Sign.ANSWERS)),
        Claim.of(
            new ArpPacket(OWN, MAC1, ArpPacket.Operation.REPLY, MAC1, VIP, OWN, ip("192.0.2.2"))));
    assertEquals(Optional.empty(), Claim.of(ArpPacket.probe(MAC1, VIP)));
    assertEquals(
        new Claim(VIP6, MAC1, Sign.ANNOUNCES), Claim.of(NeighborMessage.probe(MAC1, VIP6)));
    assertEquals(
        new Claim(VIP6, MAC1, Sign.ASKS),
        Claim.of(NeighborMessage.solicitation(MAC1, VIP6, ip("2001:db8::99"))));
    ByteBuffer frame = ByteBuffer.allocate(128);
    NeighborAdvertisement.write(MAC1, (Inet6Address) VIP6, true, frame);
    assertEquals(
        new Claim(VIP6, MAC1, Sign.ANNOUNCES), Claim.of(NeighborMessage.read(frame).orElseThrow()));
  }

  @Test
  void damagedFramesClaimNothingOrSomethingButNeverThrow() {
    long seed = Long.getLong("directord.seed.first", 20_260_101L);
    Random random = new Random(seed);
    ByteBuffer arp = ByteBuffer.allocate(128);
    GratuitousArp.of(MAC1, VIP).write(arp);
    ByteBuffer nd = ByteBuffer.allocate(128);
    NeighborMessage.solicitation(MAC1, VIP6, VIP6).write(nd);
    for (int i = 0; i < 20_000; i++) {
      ByteBuffer frame = copy(i % 2 == 0 ? arp : nd);
      for (int damages = random.nextInt(4); damages >= 0; damages--) {
        frame.put(random.nextInt(frame.limit()), (byte) random.nextInt());
      }
      frame.limit(random.nextInt(frame.limit() + 1));
      try {
        ArpPacket.read(frame).flatMap(Claim::of).ifPresent(each -> judge(each, FIXED));
        NeighborMessage.read(frame).map(Claim::of).ifPresent(each -> judge(each, FIXED));
      } catch (RuntimeException thrown) {
        throw new AssertionError("seed " + seed + ", frame " + i, thrown);
      }
    }
  }

  @Test
  void aHostIsReachedFromAnAddressThatIsAlwaysOurs() {
    Reach many =
        Reaches.of(
            Set.of(VIP, VIP6),
            Reaches.link(ETH0, "eth0", OWN),
            "192.0.2.10/24",
            "192.0.2.2/24",
            "2001:db8::10/64",
            "fe80::2/64");
    assertEquals(Optional.of(ip("192.0.2.2")), many.way(RS1).orElseThrow().source());
    assertEquals(Optional.of(ip("fe80::2")), many.way(ip("2001:db8::21")).orElseThrow().source());
    Reach none = Reaches.of(Set.of(VIP), Reaches.link(ETH0, "eth0", OWN), "192.0.2.10/24");
    assertEquals(Optional.empty(), none.way(RS1).orElseThrow().source());
  }

  @Test
  void whoIsBehindARouterIsNotReachedNorIsThisHostItself() {
    assertTrue(reach.way(RS1).isPresent());
    assertFalse(reach.way(ip("198.51.100.21")).isPresent());
    assertFalse(reach.way(ip("192.0.2.2")).isPresent());
    assertFalse(reach.way(RS1, ETH0 + 1).isPresent());
  }

  private Judgement judge(Claim claim, Owner owner) {
    return Judgement.of(claim, List.of(RS1, RS2), owner, known, reach, ETH0);
  }

  private static Claim answer(MacAddress mac) {
    return new Claim(VIP, mac, Sign.ANSWERS);
  }

  private static Neighbor neighbor(InetAddress address, MacAddress mac) {
    return new Neighbor(ETH0, address, Optional.of(mac), NeighborState.NONE);
  }

  private static ByteBuffer copy(ByteBuffer frame) {
    byte[] bytes = new byte[frame.limit()];
    frame.get(0, bytes);
    return ByteBuffer.wrap(bytes);
  }

  private static InetAddress ip(String literal) {
    return InetAddress.ofLiteral(literal);
  }
}
