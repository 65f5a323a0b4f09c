package io.directord.health.raw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.directord.health.OneProbe;
import io.directord.health.ProbeOutcome;
import io.directord.health.TestLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** On loopback, where the test may open raw sockets. */
final class IcmpProbeTest {
  @Test
  void thisHostAnswersInBothFamiliesAndAllSizes() {
    try (TestLoop loop = new TestLoop()) {
      for (String literal : List.of("127.0.0.1", "::1")) {
        for (int size : List.of(8, 9, 56, 1400)) {
          var address = new InetSocketAddress(InetAddress.ofLiteral(literal), 0);
          var outcome = OneProbe.run(loop.loop(), address, new IcmpCheck(size));
          assumeFalse(
              outcome instanceof ProbeOutcome.Failure failure
                  && failure.evidence().contains("CAP_NET_RAW"),
              outcome::toString);
          var success = assertInstanceOf(ProbeOutcome.Success.class, outcome, outcome.toString());
          assertTrue(success.evidence().startsWith("echo answered"), success.evidence());
        }
      }
    }
  }

  @Test
  void theChecksumIsRight() {
    ByteBuffer packet = ByteBuffer.allocate(64);
    for (int data = 8; data < 40; data++) {
      EchoPacket.write(packet, true, 0x1234, 7, 0x8899_aabb_ccdd_eeffL, data);
      assertEquals(0xffff, EchoPacket.sum(packet, EchoPacket.HEADER_BYTES + data));
    }
  }

  @Test
  void sizesWithoutRoomForTheCookieAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new IcmpCheck(7));
    assertThrows(IllegalArgumentException.class, () -> new IcmpCheck(1401));
  }
}
