package io.directord.failover.wire;

import static io.directord.failover.wire.Samples.GROUP;
import static io.directord.failover.wire.Samples.PEER;
import static io.directord.failover.wire.Samples.ROUTER;
import static io.directord.failover.wire.Samples.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.sun.management.ThreadMXBean;
import io.directord.failover.wire.Reception.Oddity;
import io.directord.failover.wire.WireSettings.ChecksumForm;
import io.directord.kernel.Family;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which advertisements are not believed, and which are odd only. */
final class RejectionsTest {
  private static final int RANDOM_ROUNDS = 20_000;

  @Test
  void theFormComesFirst() {
    AdvertisementCodec codec = new AdvertisementCodec(settings(3, Samples.NONE, List.of()));
    rejected(Rejection.TOO_SHORT, read(codec, ByteBuffer.allocate(10)));
    ByteBuffer far =
        Samples.corrected(from(settings(3, Samples.NONE, List.of())).put(8, (byte) 254));
    rejected(Rejection.TTL, read(codec, far));
    rejected(Rejection.VERSION, read(codec, from(settings(2, Samples.NONE, List.of()))));
    ByteBuffer long1 = from(settings(3, Samples.NONE, List.of()));
    rejected(Rejection.LENGTH, read(codec, long1.put(23, (byte) 2)));
    ByteBuffer type = from(settings(3, Samples.NONE, List.of()));
    rejected(Rejection.TYPE, read(codec, type.put(20, (byte) 0x32)));
    ByteBuffer header = from(settings(3, Samples.NONE, List.of()));
    rejected(Rejection.CHECKSUM, read(codec, header.put(1, (byte) 0)));
    ByteBuffer sum = from(settings(3, Samples.NONE, List.of()));
    rejected(Rejection.CHECKSUM, read(codec, sum.put(26, (byte) 1)));
    ByteBuffer ah = from(settings(2, Samples.AH, List.of()));
    rejected(Rejection.AUTHENTICATION_TYPE, read(codec, ah));
  }

  @Test
  void whatResemblesAnAdvertisementNeedsNoRulesToBeKnown() {
    for (WireSettings each :
        List.of(
            settings(2, Samples.NONE, List.of()),
            settings(2, Samples.AH, List.of()),
            settings(3, Samples.NONE, List.of()))) {
      assertEquals(true, AdvertisementCodec.resembles(from(each), true));
    }
    ByteBuffer type = from(settings(3, Samples.NONE, List.of()));
    assertFalse(AdvertisementCodec.resembles(type.put(20, (byte) 0x32), true));
    ByteBuffer version = from(settings(3, Samples.NONE, List.of()));
    assertFalse(AdvertisementCodec.resembles(version.put(20, (byte) 0x41), true));
    ByteBuffer ipsec = from(settings(2, Samples.AH, List.of()));
    assertFalse(AdvertisementCodec.resembles(ipsec.put(20, (byte) 6), true));
    ByteBuffer whole = from(settings(2, Samples.AH, List.of()));
    for (int bytes = 0; bytes < 20 + 24 + 8; bytes++) {
      assertFalse(AdvertisementCodec.resembles(whole.duplicate().limit(bytes), true));
    }
    assertFalse(AdvertisementCodec.resembles(ByteBuffer.allocate(7), false));
  }

  @Test
  void theIntervalOfVersion2MustBeOurs() {
    WireSettings two =
        Samples.settings(Family.IPV4, 2, 54, 2 * SECOND, List.of(), Samples.WEB, Samples.NONE);
    AdvertisementCodec codec = new AdvertisementCodec(settings(2, Samples.NONE, List.of()));
    rejected(Rejection.INTERVAL, read(codec, from(two)));
    WireSettings slow =
        Samples.settings(Family.IPV4, 3, 54, 2 * SECOND, List.of(), Samples.WEB, Samples.NONE);
    AdvertisementCodec three = new AdvertisementCodec(settings(3, Samples.NONE, List.of()));
    Reception.Accepted accepted = accepted(read(three, from(slow)));
    assertEquals(Set.of(Oddity.INTERVAL_DIFFERS), accepted.oddities());
    assertEquals(2 * SECOND, accepted.advertisement().intervalNanos());
  }

  @Test
  void otherAddressesAreOddOnly() {
    WireSettings other =
        Samples.settings(
            Family.IPV4, 3, 54, SECOND, List.of(), Samples.WEB.subList(0, 2), Samples.NONE);
    AdvertisementCodec codec = new AdvertisementCodec(settings(3, Samples.NONE, List.of()));
    Reception.Accepted accepted = accepted(read(codec, from(other)));
    assertEquals(Set.of(Oddity.ADDRESSES_DIFFER), accepted.oddities());
    assertEquals(Samples.WEB.subList(0, 2), accepted.advertisement().addresses());
    WireSettings nothing =
        Samples.settings(Family.IPV4, 3, 54, SECOND, List.of(), List.of(), Samples.NONE);
    rejected(Rejection.ADDRESS_COUNT, read(codec, from(nothing)));
  }

  @Test
  void passwordsMustBeOurs() {
    AdvertisementCodec codec = new AdvertisementCodec(settings(2, Samples.PASS, List.of()));
    accepted(read(codec, from(settings(2, Samples.PASS, List.of()))));
    rejected(
        Rejection.AUTHENTICATION_TYPE, read(codec, from(settings(2, Samples.NONE, List.of()))));
    Authentication other = new Authentication.Pass(Samples.bytes("sesam"));
    Reception.Rejected rejected =
        rejected(Rejection.AUTHENTICATION_FAILED, read(codec, from(settings(2, other, List.of()))));
    assertFalse(rejected.evidence().contains("sesam"), rejected.evidence());
    Authentication ah = new Authentication.Ah(Samples.bytes("sesame21"));
    rejected(
        Rejection.AUTHENTICATION_FAILED,
        read(
            new AdvertisementCodec(settings(2, Samples.AH, List.of())),
            from(settings(2, ah, List.of()))));
  }

  @Test
  void aNumberOfAhIsBelievedOnceAndWhoTakesOverGoesOnFromThere() {
    WireSettings settings = settings(2, Samples.AH, List.of());
    AdvertisementCodec first = new AdvertisementCodec(settings);
    AdvertisementCodec second = new AdvertisementCodec(settings);
    ByteBuffer early = Samples.written(first, 100, ROUTER, GROUP, 0);
    ByteBuffer later = Samples.written(first, 100, ROUTER, GROUP, 0);
    accepted(read(second, later));
    rejected(Rejection.REPLAYED, read(second, later));
    rejected(Rejection.REPLAYED, read(second, early));
    ByteBuffer answer = Samples.written(second, 200, PEER, GROUP, 0);
    accepted(first.read(answer, PEER, GROUP, 255, 0));
  }

  @Test
  void theWayMustBeTheOneConfigured() {
    AdvertisementCodec multicast = new AdvertisementCodec(settings(3, Samples.NONE, List.of()));
    ByteBuffer unicast = from(settings(3, Samples.NONE, List.of(PEER)));
    rejected(Rejection.DESTINATION, multicast.read(unicast, ROUTER, PEER, 255, 0));
    WireSettings ofPeer = settings(3, Samples.NONE, List.of(ROUTER));
    AdvertisementCodec codec = new AdvertisementCodec(ofPeer);
    rejected(
        Rejection.DESTINATION,
        codec.read(from(settings(3, Samples.NONE, List.of())), ROUTER, GROUP, 255, 0));
    rejected(Rejection.UNKNOWN_PEER, codec.read(unicast, Samples.ip("192.0.2.9"), PEER, 255, 0));
    ByteBuffer routed = Samples.corrected(Samples.copy(unicast).put(8, (byte) 60));
    accepted(codec.read(routed, ROUTER, PEER, 60, 0));
    codec.begin(100, PEER, 0);
    rejected(Rejection.OWN, codec.read(unicast, PEER, PEER, 255, 0));
    WireSettings otherVrid =
        Samples.settings(Family.IPV4, 3, 9, SECOND, List.of(), Samples.WEB, Samples.NONE);
    rejected(Rejection.VRID, read(multicast, from(otherVrid)));
  }

  @Test
  void theChecksumIsSentAsThePeerSendsIt() {
    ByteBuffer plain = from(form(ChecksumForm.WITHOUT_PSEUDO_HEADER, List.of()));
    ByteBuffer pseudo = from(form(ChecksumForm.WITH_PSEUDO_HEADER, List.of()));
    AdvertisementCodec codec = new AdvertisementCodec(form(ChecksumForm.LEARNED, List.of()));
    assertEquals(Set.of(), accepted(read(codec, pseudo)).oddities());
    assertEquals(Set.of(Oddity.CHECKSUM_FORM), accepted(read(codec, plain)).oddities());
    assertEquals(Set.of(), accepted(read(codec, plain)).oddities());
    ByteBuffer ours = Samples.written(codec, 100, ROUTER, GROUP, 0);
    assertEquals(plain.getShort(26), ours.getShort(26));
    rejected(
        Rejection.CHECKSUM,
        read(new AdvertisementCodec(form(ChecksumForm.WITH_PSEUDO_HEADER, List.of())), plain));
    rejected(
        Rejection.CHECKSUM,
        read(new AdvertisementCodec(form(ChecksumForm.WITHOUT_PSEUDO_HEADER, List.of())), pseudo));
  }

  @Test
  void oldUnicastPacketsWithTheSumOfTheGroupAreBelievedAndAnswered() {
    ByteBuffer old = from(form(ChecksumForm.WITH_PSEUDO_HEADER, List.of()));
    old.put(16, PEER.getAddress());
    Samples.corrected(old);
    AdvertisementCodec codec = new AdvertisementCodec(form(ChecksumForm.LEARNED, List.of(ROUTER)));
    Reception reception = codec.read(old, ROUTER, PEER, 255, 0);
    assertEquals(Set.of(Oddity.CHECKSUM_FORM), accepted(reception).oddities());
    AdvertisementCodec third = new AdvertisementCodec(form(ChecksumForm.LEARNED, List.of(PEER)));
    ByteBuffer answer = Samples.written(codec, 100, PEER, ROUTER, 0);
    assertEquals(
        Set.of(Oddity.CHECKSUM_FORM),
        accepted(third.read(answer, PEER, ROUTER, 255, 0)).oddities());
  }

  @Test
  void aPacketCutOffAnywhereIsRejected() {
    for (Samples.Recorded router : Samples.RECORDED) {
      ByteBuffer whole = Samples.capture("advertisements", router.name());
      for (int end = 0; end < whole.limit(); end++) {
        AdvertisementCodec codec = new AdvertisementCodec(router.seenByOthers());
        ByteBuffer cut = Samples.copy(whole).limit(end);
        AdvertisementCodec.vrid(cut, router.ipv4());
        assertInstanceOf(
            Reception.Rejected.class,
            codec.read(cut, router.from(), router.to(), 255, 0),
            router.name() + " cut at " + end);
      }
    }
  }

  @Test
  void noSingleBitOfAnIpv4PacketCanBeFlipped() {
    for (Samples.Recorded router : Samples.RECORDED) {
      ByteBuffer whole = Samples.capture("advertisements", router.name());
      for (int bit = 0; router.ipv4() && bit < whole.limit() * 8; bit++) {
        ByteBuffer damaged = Samples.copy(whole);
        damaged.put(bit / 8, (byte) (damaged.get(bit / 8) ^ 1 << bit % 8));
        Reception reception =
            new AdvertisementCodec(router.seenByOthers())
                .read(damaged, router.from(), router.to(), 255, 0);
        assertInstanceOf(Reception.Rejected.class, reception, router.name() + ", bit " + bit);
      }
    }
  }

  @Test
  void randomBytesNeverThrow() {
    List<AdvertisementCodec> codecs =
        Samples.RECORDED.stream()
            .map(router -> new AdvertisementCodec(router.seenByOthers()))
            .toList();
    for (long seed = 0; seed < RANDOM_ROUNDS; seed++) {
      Random random = new Random(seed);
      int which = random.nextInt(codecs.size());
      Samples.Recorded router = Samples.RECORDED.get(which);
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      if (random.nextBoolean()) {
        byte[] real = Samples.copy(Samples.capture("advertisements", router.name())).array();
        int kept = Math.min(random.nextInt(60), Math.min(real.length, bytes.length));
        System.arraycopy(real, 0, bytes, 0, kept);
      }
      try {
        ByteBuffer packet = ByteBuffer.wrap(bytes);
        AdvertisementCodec.vrid(packet, router.ipv4());
        codecs.get(which).read(packet, router.from(), router.to(), random.nextInt(256), 0);
      } catch (RuntimeException wrong) {
        throw new AssertionError("seed " + seed, wrong);
      }
    }
  }

  @Test
  void writingAllocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (Authentication each : List.of(Samples.NONE, Samples.PASS)) {
      WireSettings settings = settings(2, each, List.of());
      AdvertisementCodec codec = new AdvertisementCodec(settings);
      ByteBuffer packet = ByteBuffer.allocateDirect(2000);
      int rounds = 10_000;
      long before = 0;
      for (int i = 0; i < 2 * rounds; i++) {
        if (i == rounds) {
          before = threads.getCurrentThreadAllocatedBytes();
        }
        codec.begin(100, ROUTER, i);
        codec.write(GROUP, packet);
      }
      assertEquals(0, (threads.getCurrentThreadAllocatedBytes() - before) / rounds);
    }
  }

  private static WireSettings form(ChecksumForm form, List<InetAddress> peers) {
    return new WireSettings(
        Family.IPV4, 3, 54, SECOND, peers, Samples.WEB, Samples.NONE, form, 1500);
  }

  private static WireSettings settings(
      int version, Authentication authentication, List<InetAddress> peers) {
    return Samples.settings(Family.IPV4, version, 54, SECOND, peers, Samples.WEB, authentication);
  }

  private static ByteBuffer from(WireSettings settings) {
    InetAddress to = settings.unicast() ? settings.peers().getFirst() : GROUP;
    return Samples.written(new AdvertisementCodec(settings), 100, ROUTER, to, 0);
  }

  private static Reception read(AdvertisementCodec codec, ByteBuffer packet) {
    return codec.read(packet, ROUTER, GROUP, 255, 0);
  }

  private static Reception.Accepted accepted(Reception reception) {
    return assertInstanceOf(Reception.Accepted.class, reception);
  }

  private static Reception.Rejected rejected(Rejection why, Reception reception) {
    Reception.Rejected rejected = assertInstanceOf(Reception.Rejected.class, reception);
    assertEquals(why, rejected.why(), rejected.evidence());
    return rejected;
  }
}
