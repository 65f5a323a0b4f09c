package io.directord.failover.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.kernel.Capture;
import io.directord.kernel.link.MacAddress;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** ARP and neighbour discovery, against the frames of keepalived and of the kernel. */
final class AnnouncementsTest {
  private static final int RANDOM_ROUNDS = 50_000;
  private static final MacAddress OWN = new MacAddress(0x0200_0000_000AL);
  private static final MacAddress PEER = new MacAddress(0x0200_0000_000BL);
  private static final InetAddress WEB = ip("192.0.2.10");
  private static final InetAddress WEB6 = ip("2001:db8::10");
  private static final Capture FRAMES = Capture.read(AnnouncementsTest.class, "announcements");

  @Test
  void gratuitousArpIsThatOfKeepalived() {
    assertEquals(hex("gratuitous ARP"), hex(written(GratuitousArp.of(OWN, WEB))));
    ArpPacket read = arp("gratuitous ARP");
    assertEquals(GratuitousArp.of(OWN, WEB), read);
    assertEquals(ArpPacket.Meaning.ANNOUNCEMENT, read.meaning());
    assertTrue(read.claims(WEB));
    assertFalse(read.claims(ip("192.0.2.11")));
  }

  @Test
  void aVirtualMacAnnouncesWithAReplyThatNobodyAnswers() {
    MacAddress virtual = new MacAddress(0x0000_5E00_0133L);
    assertEquals(
        "ffffffffffff00005e0001330806" // Ethernet
            + "0001080006040002" // reply
            + "00005e000133c000020a"
            + "00005e000133c000020a",
        hex(written(GratuitousArp.of(virtual, WEB))));
    assertEquals(ArpPacket.Meaning.ANNOUNCEMENT, GratuitousArp.of(virtual, WEB).meaning());
  }

  @Test
  void requestsAndRepliesOfTheKernelSayWhoTheyAreOf() {
    ArpPacket request = ArpPacket.request(OWN, ip("192.0.2.1"), ip("192.0.2.2"));
    assertEquals(request, arp("ARP request of a kernel"));
    assertEquals(hex("ARP request of a kernel"), hex(written(request)));
    assertEquals(ArpPacket.Meaning.REQUEST, request.meaning());
    ArpPacket reply = arp("ARP reply of a kernel");
    assertEquals(ArpPacket.Meaning.REPLY, reply.meaning());
    assertEquals(PEER, reply.senderMac());
    assertTrue(reply.claims(ip("192.0.2.2")));
    assertEquals(hex("ARP reply of a kernel"), hex(written(reply)));
  }

  @Test
  void aProbeClaimsNothing() {
    ArpPacket probe = ArpPacket.probe(OWN, WEB);
    assertEquals(
        "ffffffffffff02000000000a0806" // Ethernet
            + "0001080006040001" // request
            + "02000000000a00000000" // no sender address: RFC 5227 section 2.1.1
            + "000000000000c000020a",
        hex(written(probe)));
    assertEquals(ArpPacket.Meaning.PROBE, probe.meaning());
    assertFalse(probe.claims(WEB));
    assertEquals(PEER, ArpPacket.read(written(probe.askedOf(PEER))).orElseThrow().destination());
    NeighborMessage probe6 = NeighborMessage.probe(OWN, WEB6);
    assertTrue(probe6.isProbe());
    assertFalse(probe6.claims(WEB6));
    assertEquals(Optional.of(probe6), NeighborMessage.read(written(probe6)));
    assertEquals(ip("ff02::1:ff00:10"), probe6.destination());
  }

  @Test
  void unsolicitedAdvertisementsAreThoseOfKeepalived() {
    NeighborMessage ours = NeighborAdvertisement.of(OWN, WEB6, false);
    assertEquals(hex("unsolicited advertisement"), hex(written(ours)));
    assertEquals(ours, neighbor("unsolicited advertisement"));
    assertTrue(ours.claims(WEB6));
    assertEquals(OWN, ours.claimedMac());
    NeighborMessage router = NeighborAdvertisement.of(OWN, WEB6, true);
    assertEquals(0xA0, Byte.toUnsignedInt(written(router).get(58)), "router and override");
    assertEquals(Optional.of(router), NeighborMessage.read(written(router)));
  }

  @Test
  void solicitationsAndAnswersOfTheKernelSayWhoTheyAreOf() {
    NeighborMessage ours = NeighborMessage.solicitation(OWN, ip("2001:db8::1"), ip("2001:db8::2"));
    assertEquals(hex("solicitation of a kernel"), hex(written(ours)));
    assertEquals(ours, neighbor("solicitation of a kernel"));
    assertTrue(ours.claims(ip("2001:db8::1")));
    assertFalse(ours.claims(ip("2001:db8::2")));
    NeighborMessage answer = neighbor("solicited advertisement of a kernel");
    assertTrue(answer.solicited() && answer.override() && !answer.router());
    assertTrue(answer.claims(ip("2001:db8::2")));
    assertEquals(PEER, answer.claimedMac());
    assertEquals(hex("solicited advertisement of a kernel"), hex(written(answer)));
    NeighborMessage asked = ours.askedOf(PEER);
    assertEquals(Optional.of(asked), NeighborMessage.read(written(asked)));
  }

  @Test
  void aMessageContestsWhatItsSenderHasOrIsAboutToTake() {
    InetAddress peer = ip("2001:db8::1");
    assertEquals(WEB6, NeighborAdvertisement.of(PEER, WEB6, false).contested());
    assertEquals(WEB6, NeighborMessage.probe(PEER, WEB6).contested(), "RFC 4862 section 5.4.3");
    assertEquals(PEER, NeighborMessage.probe(PEER, WEB6).claimedMac());
    NeighborMessage question = NeighborMessage.solicitation(PEER, peer, WEB6);
    assertEquals(peer, question.contested(), "who asks for an address does not have it");
  }

  @Test
  void paddingIsNoPartOfTheMessage() {
    for (String name : List.of("gratuitous ARP", "unsolicited advertisement")) {
      ByteBuffer padded = ByteBuffer.allocate(120);
      ByteBuffer frame = FRAMES.message(name);
      padded.put(0, frame, 0, frame.limit());
      assertTrue(ArpPacket.read(padded).isPresent() || NeighborMessage.read(padded).isPresent());
    }
  }

  @Test
  void framesCutOffAreNone() {
    for (String name : FRAMES.names()) {
      ByteBuffer frame = FRAMES.message(name);
      for (int end = 0; end < frame.limit(); end++) {
        assertTrue(ArpPacket.read(frame.duplicate().limit(end)).isEmpty(), name + end);
        assertTrue(NeighborMessage.read(frame.duplicate().limit(end)).isEmpty(), name + end);
      }
    }
  }

  @Test
  void aFlippedBitOfNeighbourDiscoveryIsNotBelieved() {
    ByteBuffer frame = FRAMES.message("unsolicited advertisement");
    for (int bit = 22 * 8; bit < frame.limit() * 8; bit++) {
      byte[] bytes = new byte[frame.limit()];
      frame.get(0, bytes);
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
      assertEquals(Optional.empty(), NeighborMessage.read(ByteBuffer.wrap(bytes)), "bit " + bit);
    }
  }

  @Test
  void randomBytesNeverThrow() {
    List<String> names = List.of("gratuitous ARP", "unsolicited advertisement");
    for (long seed = 0; seed < RANDOM_ROUNDS; seed++) {
      Random random = new Random(seed);
      byte[] bytes = new byte[random.nextInt(120)];
      random.nextBytes(bytes);
      ByteBuffer real = FRAMES.message(names.get(random.nextInt(2)));
      int kept = Math.min(random.nextInt(90), Math.min(bytes.length, real.limit()));
      real.get(0, bytes, 0, kept);
      try {
        ArpPacket.read(ByteBuffer.wrap(bytes)).ifPresent(ArpPacket::meaning);
        NeighborMessage.read(ByteBuffer.wrap(bytes)).ifPresent(NeighborMessage::claimedMac);
      } catch (RuntimeException wrong) {
        throw new AssertionError("seed " + seed, wrong);
      }
    }
  }

  private static ArpPacket arp(String name) {
    return ArpPacket.read(FRAMES.message(name)).orElseThrow();
  }

  private static NeighborMessage neighbor(String name) {
    return NeighborMessage.read(FRAMES.message(name)).orElseThrow();
  }

  private static ByteBuffer written(ArpPacket packet) {
    ByteBuffer frame = ByteBuffer.allocateDirect(64);
    assertEquals(packet.write(frame), frame.limit());
    return frame;
  }

  private static ByteBuffer written(NeighborMessage message) {
    ByteBuffer frame = ByteBuffer.allocateDirect(NeighborMessage.FRAME_BYTES_MAX);
    assertEquals(message.write(frame), frame.limit());
    return frame;
  }

  private static String hex(String name) {
    return hex(FRAMES.message(name));
  }

  private static String hex(ByteBuffer frame) {
    byte[] bytes = new byte[frame.remaining()];
    frame.get(frame.position(), bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static InetAddress ip(String address) {
    return Objects.requireNonNull(NetUtil.createInetAddressFromIpAddressString(address), address);
  }
}
