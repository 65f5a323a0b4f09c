package io.directord.failover.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.directord.failover.vrrp.Advertisement;
import io.directord.failover.wire.Samples.Recorded;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What keepalived sends is believed, and ours are its bytes. */
final class CapturedAdvertisementsTest {
  @TestFactory
  Stream<DynamicTest> recordedAdvertisementsAreBelieved() {
    return each(router -> {
      ByteBuffer packet = capture(router.name());
      AdvertisementCodec codec = new AdvertisementCodec(router.seenByOthers());
      Reception.Accepted accepted = accepted(codec, packet, router);
      assertEquals(
          new Advertisement(
              router.settings().version(),
              router.settings().vrid(),
              router.priority(),
              router.settings().intervalNanos(),
              addresses(router)),
          accepted.advertisement());
      assertEquals(Set.of(), accepted.oddities());
      assertEquals(codec.own(router.priority()), accepted.advertisement());
      assertEquals(router.settings().vrid(), AdvertisementCodec.vrid(packet, router.ipv4()));
    });
  }

  @TestFactory
  Stream<DynamicTest> oursAreTheirBytes() {
    return each(router -> {
      AdvertisementCodec codec = new AdvertisementCodec(router.settings());
      ByteBuffer ours = Samples.written(codec, router.priority(), router.from(), router.to(), 0);
      ByteBuffer theirs = capture(router.name());
      if (!router.ipv4()) {
        theirs.putShort(6, (short) 0); // the kernel's work
      }
      assertEquals(Samples.hex(theirs), Samples.hex(ours));
    });
  }

  @Test
  void whatFollowsTheFirstIsAlsoTheSame() {
    Recorded router = Samples.RECORDED.get(1);
    AdvertisementCodec ours = new AdvertisementCodec(router.settings());
    AdvertisementCodec listener = new AdvertisementCodec(router.seenByOthers());
    for (String which : List.of("", ", the second")) {
      ByteBuffer theirs = capture(router.name() + which);
      assertEquals(
          Samples.hex(theirs),
          Samples.hex(Samples.written(ours, 255, router.from(), router.to(), 0)));
      accepted(listener, theirs, router);
    }
    for (int i = 3; i < 9; i++) {
      ours.begin(255, router.from(), 0);
    }
    ByteBuffer resigning = capture(router.name() + ", resigning");
    assertEquals(
        Samples.hex(resigning),
        Samples.hex(Samples.written(ours, 0, router.from(), router.to(), 0)));
    assertEquals(0, accepted(listener, resigning, router).advertisement().priority());
  }

  @Test
  void paddingOfShortFramesIsNoPartOfThePacket() {
    Recorded router = Samples.RECORDED.get(3);
    ByteBuffer padded = ByteBuffer.allocate(46);
    ByteBuffer packet = capture(router.name());
    padded.put(0, packet, 0, packet.limit());
    accepted(new AdvertisementCodec(router.seenByOthers()), padded, router);
  }

  private interface Check {
    void of(Recorded router);
  }

  private static Stream<DynamicTest> each(Check check) {
    return Samples.RECORDED.stream()
        .map(router -> DynamicTest.dynamicTest(router.name(), () -> check.of(router)));
  }

  private static Reception.Accepted accepted(
      AdvertisementCodec codec, ByteBuffer packet, Recorded router) {
    return assertInstanceOf(
        Reception.Accepted.class,
        codec.read(packet, router.from(), router.to(), router.hopLimit(), 0));
  }

  private static List<InetAddress> addresses(Recorded router) {
    List<InetAddress> all = router.settings().addresses();
    return all.subList(0, Math.min(all.size(), 89));
  }

  private static ByteBuffer capture(String name) {
    return Samples.capture("advertisements", name).order(ByteOrder.BIG_ENDIAN);
  }
}
