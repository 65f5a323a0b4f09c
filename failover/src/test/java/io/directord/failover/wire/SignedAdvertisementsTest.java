package io.directord.failover.wire;

import static io.directord.failover.wire.Samples.GROUP;
import static io.directord.failover.wire.Samples.GROUP6;
import static io.directord.failover.wire.Samples.PEER;
import static io.directord.failover.wire.Samples.ROUTER;
import static io.directord.failover.wire.Samples.SECOND;
import static io.directord.failover.wire.Samples.WALL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.failover.wire.Authentication.Hmac.Mode;
import io.directord.kernel.Family;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The trailer of auth_hmac, against signatures that other code made. */
final class SignedAdvertisementsTest {
  private static final List<InetAddress> TWO =
      List.of(Samples.ip("192.0.2.10"), Samples.ip("192.0.2.11"));
  private static final List<InetAddress> TWO6 =
      List.of(Samples.ip("fe80::10"), Samples.ip("2001:db8::10"));
  private static final InetAddress ROUTER6 = Samples.ip("fe80::1");

  @Test
  void oursAreTheBytesThatOtherCodeMade() {
    same("version 3, key 7", ipv4(3, 7), GROUP);
    same("version 3, key 8", ipv4(3, 8), GROUP);
    same("version 3, key 7, unicast", Samples.withPeers(ipv4(3, 7), List.of(PEER)), PEER);
    same("version 2, key 7", ipv4(2, 7), GROUP);
    AdvertisementCodec codec = new AdvertisementCodec(ipv6());
    assertEquals(
        Samples.hex(Samples.capture("signed", "version 3, IPv6, key 7")),
        Samples.hex(Samples.written(codec, 150, ROUTER6, GROUP6, WALL)));
  }

  private static void same(String name, WireSettings settings, InetAddress to) {
    AdvertisementCodec codec = new AdvertisementCodec(settings);
    assertEquals(
        Samples.hex(Samples.capture("signed", name)),
        Samples.hex(Samples.written(codec, 150, ROUTER, to, WALL)),
        name);
  }

  @Test
  void eachKeyThatIsKnownIsBelieved() {
    AdvertisementCodec codec = new AdvertisementCodec(ipv4(3, 8));
    believed(codec.read(capture("version 3, key 7"), ROUTER, GROUP, 255, WALL));
    AdvertisementCodec other = new AdvertisementCodec(ipv4(3, 7));
    believed(other.read(capture("version 3, key 8"), ROUTER, GROUP, 255, WALL));
    AdvertisementCodec ipv6 = new AdvertisementCodec(ipv6());
    believed(ipv6.read(capture("version 3, IPv6, key 7"), ROUTER6, GROUP6, 255, WALL));
  }

  @Test
  void anotherSourceThanTheSignedOneIsNotBelieved() {
    AdvertisementCodec codec = new AdvertisementCodec(ipv4(3, 7));
    rejected(
        Rejection.AUTHENTICATION_FAILED,
        codec.read(capture("version 3, key 7"), PEER, GROUP, 255, WALL));
  }

  @Test
  void noSingleBitCanBeFlipped() {
    for (String name : List.of("version 3, key 7", "version 2, key 7", "version 3, IPv6, key 7")) {
      boolean ipv6 = name.contains("IPv6");
      WireSettings settings = ipv6 ? ipv6() : ipv4(name.contains("version 2") ? 2 : 3, 7);
      ByteBuffer packet = capture(name);
      for (int bit = 0; bit < packet.limit() * 8; bit++) {
        if (ipv6 && (bit / 8 == 6 || bit / 8 == 7)) {
          continue; // the checksum, which the kernel looks at
        }
        ByteBuffer damaged = Samples.copy(packet);
        damaged.put(bit / 8, (byte) (damaged.get(bit / 8) ^ 1 << bit % 8));
        Reception reception =
            new AdvertisementCodec(settings)
                .read(damaged, ipv6 ? ROUTER6 : ROUTER, ipv6 ? GROUP6 : GROUP, 255, WALL);
        assertInstanceOf(Reception.Rejected.class, reception, name + ", bit " + bit);
      }
    }
  }

  @Test
  void theSamePacketIsBelievedOnce() {
    AdvertisementCodec codec = new AdvertisementCodec(ipv4(3, 7));
    believed(codec.read(capture("version 3, key 7"), ROUTER, GROUP, 255, WALL));
    rejected(Rejection.REPLAYED, codec.read(capture("version 3, key 7"), ROUTER, GROUP, 255, WALL));
  }

  @Test
  void aPacketOutsideTheWindowIsNotBelieved() {
    for (long late : new long[] {-6 * SECOND, 6 * SECOND}) {
      AdvertisementCodec codec = new AdvertisementCodec(ipv4(3, 7));
      rejected(
          Rejection.REPLAYED,
          codec.read(capture("version 3, key 7"), ROUTER, GROUP, 255, WALL + late));
    }
    for (long late : new long[] {-5 * SECOND, 5 * SECOND}) {
      AdvertisementCodec codec = new AdvertisementCodec(ipv4(3, 7));
      believed(codec.read(capture("version 3, key 7"), ROUTER, GROUP, 255, WALL + late));
    }
  }

  @Test
  void aSendersClockMayStepBackWithinTheWindow() {
    AdvertisementCodec sender = new AdvertisementCodec(ipv4(3, 7));
    AdvertisementCodec receiver = new AdvertisementCodec(ipv4(3, 7));
    long[] walls = {WALL, WALL + SECOND, WALL - 2 * SECOND, WALL - SECOND, WALL + 2 * SECOND};
    for (long wall : walls) {
      ByteBuffer packet = Samples.written(sender, 100, ROUTER, GROUP, wall);
      believed(receiver.read(packet, ROUTER, GROUP, 255, WALL + SECOND));
    }
    ByteBuffer far = Samples.written(sender, 100, ROUTER, GROUP, WALL - 60 * SECOND);
    believed(new AdvertisementCodec(ipv4(3, 7)).read(far, ROUTER, GROUP, 255, WALL - 60 * SECOND));
  }

  @Test
  void advertisementsOfOneMomentFollowEachOther() {
    AdvertisementCodec sender = new AdvertisementCodec(ipv4(3, 7));
    AdvertisementCodec receiver = new AdvertisementCodec(ipv4(3, 7));
    for (int i = 0; i < 70_000; i++) {
      ByteBuffer packet = Samples.written(sender, 100, ROUTER, GROUP, WALL);
      believed(receiver.read(packet, ROUTER, GROUP, 255, WALL));
    }
  }

  @Test
  void copiesForSeveralPeersCarryOneSignature() {
    WireSettings settings = Samples.withPeers(ipv4(3, 7), List.of(PEER, Samples.ip("192.0.2.3")));
    AdvertisementCodec codec = new AdvertisementCodec(settings);
    ByteBuffer first = ByteBuffer.allocate(200);
    ByteBuffer second = ByteBuffer.allocate(200);
    codec.begin(100, ROUTER, WALL);
    codec.write(PEER, first);
    codec.write(Samples.ip("192.0.2.3"), second);
    String trailer = Samples.hex(first).substring(2 * (first.limit() - 28));
    assertTrue(Samples.hex(second).endsWith(trailer));
  }

  @Test
  void theModeSaysWhatBecomesOfUnsignedOnes() {
    WireSettings none = ipv4(3, Samples.NONE);
    ByteBuffer unsigned = Samples.written(new AdvertisementCodec(none), 100, ROUTER, GROUP, WALL);
    ByteBuffer wrong = capture("version 3, key 7");
    wrong.put(wrong.limit() - 1, (byte) ~wrong.get(wrong.limit() - 1));
    for (Mode mode : Mode.values()) {
      WireSettings settings = ipv4(3, Samples.hmac(7, mode));
      AdvertisementCodec codec = new AdvertisementCodec(settings);
      Reception reception = codec.read(unsigned, ROUTER, GROUP, 255, WALL);
      if (mode == Mode.ENFORCE) {
        rejected(Rejection.AUTHENTICATION_TYPE, reception);
      } else {
        assertEquals(Set.of(Reception.Oddity.UNSIGNED), believed(reception).oddities());
      }
      rejected(Rejection.AUTHENTICATION_FAILED, codec.read(wrong, ROUTER, GROUP, 255, WALL));
      believed(codec.read(capture("version 3, key 7"), ROUTER, GROUP, 255, WALL));
      int bytes = Samples.written(codec, 100, PEER, GROUP, WALL).limit();
      assertEquals(unsigned.limit() + (mode == Mode.RECEIVE_ONLY ? 0 : 28), bytes);
    }
    rejected(
        Rejection.LENGTH,
        new AdvertisementCodec(none).read(capture("version 3, key 7"), ROUTER, GROUP, 255, WALL));
  }

  private static WireSettings ipv4(int version, int key) {
    return ipv4(version, Samples.hmac(key, Mode.ENFORCE));
  }

  private static WireSettings ipv4(int version, Authentication authentication) {
    return Samples.settings(Family.IPV4, version, 51, SECOND, List.of(), TWO, authentication);
  }

  private static WireSettings ipv6() {
    Authentication hmac = Samples.hmac(7, Mode.ENFORCE);
    return Samples.settings(Family.IPV6, 3, 51, SECOND, List.of(), TWO6, hmac);
  }

  private static ByteBuffer capture(String name) {
    return Samples.capture("signed", name);
  }

  private static Reception.Accepted believed(Reception reception) {
    return assertInstanceOf(Reception.Accepted.class, reception);
  }

  private static void rejected(Rejection why, Reception reception) {
    Reception.Rejected rejected = assertInstanceOf(Reception.Rejected.class, reception);
    assertEquals(why, rejected.why(), rejected.evidence());
  }
}
