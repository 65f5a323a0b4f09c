package io.directord.failover.wire;

import static io.directord.failover.wire.Samples.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.directord.failover.wire.WireSettings.ChecksumForm;
import io.directord.kernel.Family;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Single fields of a packet, as RFC 9568 section 5 has them. */
final class FieldsTest {
  private static final InetAddress FROM = Samples.ip("fe80::1");

  @Test
  void reservedBitsAreZeroWhenSentAndIgnoredWhenReceived() {
    WireSettings settings = plain();
    ByteBuffer packet =
        Samples.written(new AdvertisementCodec(settings), 100, Samples.ROUTER, Samples.GROUP, 0);
    int at = 24; // after the header of IPv4: four reserved bits, twelve of the interval
    assertEquals(0, packet.get(at) & 0xF0);
    packet.put(at, (byte) (packet.get(at) | 0xF0));
    int sum = Short.toUnsignedInt(packet.getShort(26));
    packet.putShort(26, (short) (sum >= 0xF000 ? sum - 0xF000 : sum - 0xF000 - 1));
    Reception reception =
        new AdvertisementCodec(settings).read(packet, Samples.ROUTER, Samples.GROUP, 255, 0);
    Reception.Accepted accepted = assertInstanceOf(Reception.Accepted.class, reception);
    assertEquals(SECOND, accepted.advertisement().intervalNanos());
  }

  @Test
  void anIpv6PacketThatWasRoutedIsRejected() {
    WireSettings settings =
        Samples.settings(Family.IPV6, 3, 54, SECOND, List.of(), Samples.WEB6, Samples.NONE);
    AdvertisementCodec codec = new AdvertisementCodec(settings);
    ByteBuffer packet =
        Samples.written(new AdvertisementCodec(settings), 100, FROM, Samples.GROUP6, 0);
    Reception.Rejected rejected =
        assertInstanceOf(
            Reception.Rejected.class, codec.read(packet, FROM, Samples.GROUP6, 254, 0));
    assertEquals(Rejection.TTL, rejected.why());
    assertInstanceOf(Reception.Accepted.class, codec.read(packet, FROM, Samples.GROUP6, 255, 0));
  }

  private static WireSettings plain() {
    return new WireSettings(
        Family.IPV4,
        3,
        54,
        SECOND,
        List.of(),
        Samples.WEB,
        Samples.NONE,
        ChecksumForm.WITHOUT_PSEUDO_HEADER,
        1500);
  }
}
