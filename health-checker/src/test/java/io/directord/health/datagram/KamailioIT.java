package io.directord.health.datagram;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.health.Check;
import io.directord.health.Eventually;
import io.directord.health.FailureKind;
import io.directord.health.OneProbe;
import io.directord.health.ProbeOutcome;
import io.directord.health.Program;
import io.directord.health.TestLoop;
import io.directord.health.datagram.SipCheck.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIP, and bare datagrams, against kamailio. */
final class KamailioIT {
  private final InetSocketAddress address =
      new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), Program.freePort());
  @TempDir private Path directory;

  @Test
  void optionsAreAnsweredByBothTransports() throws IOException {
    try (TestLoop loop = new TestLoop();
        Program kamailio = kamailio()) {
      for (Transport transport : Transport.values()) {
        SipCheck present = check("sip:ping@example.com", transport);
        Eventually.until(
            () -> run(loop, present) instanceof ProbeOutcome.Success, kamailio::printed);
        var gone = failure(loop, check("sip:gone@example.com", transport));
        assertEquals(FailureKind.STATUS, gone.kind());
        assertTrue(gone.evidence().startsWith("SIP 404"), gone.evidence());
      }
      kamailio.freeze();
      for (Transport transport : Transport.values()) {
        SipCheck check = check("sip:ping@example.com", transport);
        var frozen = OneProbe.run(loop.loop(), address, check, OneProbe.HANG_MILLIS);
        var silent = assertInstanceOf(ProbeOutcome.Failure.class, frozen, frozen.toString());
        assertEquals(FailureKind.TIMEOUT, silent.kind());
      }
    }
  }

  @Test
  void aServerThatEndsIsRefused() throws IOException {
    try (TestLoop loop = new TestLoop()) {
      try (Program kamailio = kamailio()) {
        Eventually.until(
            () -> run(loop, SipCheck.DEFAULT) instanceof ProbeOutcome.Success, kamailio::printed);
        var unasked = run(loop, UdpCheck.DEFAULT);
        assertInstanceOf(ProbeOutcome.Success.class, unasked, unasked.toString());
      }
      assertEquals(FailureKind.REFUSED, failure(loop, SipCheck.DEFAULT).kind());
      assertEquals(FailureKind.REFUSED, failure(loop, UdpCheck.DEFAULT).kind());
      SipCheck byTcp = check("sip:ping@example.com", Transport.TCP);
      assertEquals(FailureKind.REFUSED, failure(loop, byTcp).kind());
    }
  }

  private Program kamailio() throws IOException {
    Program.require("kamailio", "kamailio");
    Path file = directory.resolve("kamailio.cfg");
    int port = address.getPort();
    Files.writeString(
        file,
        """
        #!KAMAILIO
        children=1
        tcp_children=1
        listen=udp:127.0.0.1:%d
        listen=tcp:127.0.0.1:%d
        loadmodule "sl.so"
        loadmodule "pv.so"
        request_route {
          if (method=="OPTIONS" && $rU=="gone") { sl_send_reply("404", "Not Here"); exit; }
          if (method=="OPTIONS") { sl_send_reply("200", "OK"); exit; }
          sl_send_reply("405", "Method Not Allowed");
        }
        """
            .formatted(port, port));
    return Program.start(
        directory,
        "/usr/sbin/kamailio",
        "-f",
        file.toString(),
        "-DD",
        "-E",
        "-m",
        "16",
        "-M",
        "4",
        "-Y",
        directory.toString());
  }

  private static SipCheck check(String uri, Transport transport) {
    return new SipCheck(Optional.of(uri), SipCheck.DEFAULT.status(), transport);
  }

  private ProbeOutcome run(TestLoop loop, Check.Probed check) {
    return OneProbe.run(loop.loop(), address, check);
  }

  private ProbeOutcome.Failure failure(TestLoop loop, Check.Probed check) {
    ProbeOutcome outcome = run(loop, check);
    return assertInstanceOf(ProbeOutcome.Failure.class, outcome, outcome.toString());
  }
}
