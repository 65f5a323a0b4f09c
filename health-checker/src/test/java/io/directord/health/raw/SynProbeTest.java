package io.directord.health.raw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.directord.health.FailureKind;
import io.directord.health.OneProbe;
import io.directord.health.ProbeOutcome;
import io.directord.health.TestLoop;
import io.directord.health.TestServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** On loopback, where the test may open raw sockets. */
final class SynProbeTest {
  private final TestLoop loop = new TestLoop();

  @AfterEach
  void stop() {
    loop.close();
  }

  @Test
  void whoListensAnswersAndNeverSeesAConnection() {
    for (String literal : new String[] {"127.0.0.1", "::1"}) {
      try (TestServer server = TestServer.on(literal, TestServer::awaitEnd)) {
        for (int n = 0; n < 200; n++) {
          var outcome = run(server.address());
          var success = assertInstanceOf(ProbeOutcome.Success.class, outcome, outcome.toString());
          assertTrue(success.evidence().startsWith("SYN answered"), success.evidence());
        }
        // A real connection comes through, and is the only one that did.
        OneProbe.run(loop.loop(), server.address(), new io.directord.health.tcp.TcpCheck());
        io.directord.health.Eventually.until(
            () -> server.accepted() == 1, () -> "accepted " + server.accepted());
      }
    }
  }

  @Test
  void aClosedPortRefuses() {
    InetSocketAddress nobody = TestServer.nobody();
    for (String literal : new String[] {"127.0.0.1", "::1"}) {
      var closed = new InetSocketAddress(InetAddress.ofLiteral(literal), nobody.getPort());
      var failure = assertInstanceOf(ProbeOutcome.Failure.class, run(closed));
      assertEquals(FailureKind.REFUSED, failure.kind());
      assertEquals("connection refused", failure.evidence());
    }
  }

  @Test
  void slotsAreUsedAgain() {
    Slots<String> slots = new Slots<>();
    for (int n = 0; n < Slots.COUNT; n++) {
      assertEquals(n, slots.put("x"));
    }
    assertEquals(Slots.NONE, slots.put("y"));
    slots.free(7);
    assertEquals(null, slots.get(7));
    assertEquals(7, slots.put("z"));
    assertEquals("z", slots.get(7));
  }

  @Test
  void theChecksumIsRight() {
    ByteBuffer packet = ByteBuffer.allocate(SynPacket.BYTES);
    byte[] from = {10, 0, 0, 1};
    byte[] to = {10, 0, 0, 2};
    SynPacket.write(packet, 40_000, 80, 0x89abcdef, from, to);
    int sum = 6 + SynPacket.BYTES + 0x0a00 + 0x0001 + 0x0a00 + 0x0002;
    for (int at = 0; at < SynPacket.BYTES; at += 2) {
      sum += packet.getShort(at) & 0xffff;
    }
    while (sum > 0xffff) {
      sum = (sum & 0xffff) + (sum >>> 16);
    }
    assertEquals(0xffff, sum);
  }

  private ProbeOutcome run(InetSocketAddress address) {
    ProbeOutcome outcome = OneProbe.run(loop.loop(), address, new SynCheck());
    assumeFalse(
        outcome instanceof ProbeOutcome.Failure failure
            && failure.evidence().contains("CAP_NET_RAW"),
        outcome::toString);
    return outcome;
  }
}
