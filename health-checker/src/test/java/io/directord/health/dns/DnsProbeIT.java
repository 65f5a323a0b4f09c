package io.directord.health.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.health.FailureKind;
import io.directord.health.Hostile;
import io.directord.health.OneProbe;
import io.directord.health.ProbeOutcome;
import io.directord.health.Program;
import io.directord.health.TestLoop;
import io.directord.health.UdpServer;
import io.directord.health.dns.DnsCheck.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against unbound, which answers of its own data without asking anybody. */
final class DnsProbeIT {
  private final TestLoop loop = new TestLoop();

  @AfterEach
  void stop() {
    loop.close();
  }

  @Test
  void unboundIsAskedByDatagramAndByConnection(@TempDir Path directory) throws IOException {
    InetSocketAddress address = address();
    try (Program unbound = unbound(directory, address)) {
      for (Transport transport : Transport.values()) {
        assertUp(address, RecordType.A, "192.0.2.7", transport, "NOERROR, 1 record: 192.0.2.7");
        assertUp(
            address,
            RecordType.AAAA,
            "2001:db8:0:0::7",
            transport,
            "NOERROR, 1 record: 2001:db8::7");
        assertUp(address, RecordType.MX, "mail.shop.test", transport, "NOERROR, 1 record: 10 mail");
        assertUp(address, RecordType.TXT, "v=1 all", transport, "NOERROR, 1 record: 'v=1 all'");
        assertUp(address, RecordType.SRV, "5060", transport, "NOERROR, 1 record: 1 2 5060 sip");
        assertUp(address, RecordType.NS, "ns.shop.test", transport, "NOERROR, 1 record: ns.shop");
        assertUp(address, RecordType.SOA, "42", transport, "NOERROR, 1 record: ns.shop.test ");
        var wrong = failure(address, check("shop.test", RecordType.A, "192.0.2.8", transport));
        assertEquals(FailureKind.BODY, wrong.kind());
        assertEquals("NOERROR, 1 record: 192.0.2.7, expected 192.0.2.8", wrong.evidence());
        var none = failure(address, check("none.shop.test", RecordType.A, null, transport));
        assertEquals(FailureKind.STATUS, none.kind());
        assertEquals("NXDOMAIN, expected NOERROR", none.evidence());
        var refused = failure(address, check("example.org", RecordType.A, null, transport));
        assertEquals("REFUSED, expected NOERROR", refused.evidence());
      }
      unbound.freeze();
      for (Transport transport : Transport.values()) {
        DnsCheck check = check("shop.test", RecordType.A, null, transport);
        var frozen = OneProbe.run(loop.loop(), address, check, OneProbe.HANG_MILLIS);
        var failure = assertInstanceOf(ProbeOutcome.Failure.class, frozen);
        assertEquals(FailureKind.TIMEOUT, failure.kind());
        assertTrue(failure.evidence().contains("waiting for an answer"), failure.evidence());
      }
    }
    for (Transport transport : Transport.values()) {
      var down = failure(address, check("shop.test", RecordType.A, null, transport));
      assertEquals(FailureKind.REFUSED, down.kind());
    }
  }

  @Test
  void anAnswerThatDoesNotFitIsTruncatedByDatagramOnly(@TempDir Path directory) throws IOException {
    InetSocketAddress address = address();
    try (Program _ = unbound(directory, address)) {
      var cut = failure(address, check("large.test", RecordType.TXT, "last", Transport.UDP));
      assertEquals(FailureKind.BODY, cut.kind());
      assertTrue(cut.evidence().contains("truncated (ask by transport tcp)"), cut.evidence());
      assertUp(address, "large.test", RecordType.TXT, "last", Transport.TCP, "NOERROR, 5 records");
    }
  }

  @Test
  void hostileServersAreSurvived() {
    DnsCheck check = check("shop.test", RecordType.A, null, Transport.TCP);
    // What answers with another id is no answer.
    byte[] answer = HexFormat.of().parseHex("000c" + "0000" + "81800001000000000000");
    Hostile.assertSurvived(loop.loop(), check, answer);
  }

  @Test
  void answersToOtherQuestionsAreNotBelieved() {
    DnsCheck check = check("shop.test", RecordType.A, null, Transport.UDP);
    try (UdpServer server =
        UdpServer.on(
            "127.0.0.1",
            question -> {
              byte[] guess = question.clone();
              guess[0]++;
              guess[2] |= (byte) 0x80;
              return List.of(guess, guess);
            })) {
      var outcome = OneProbe.run(loop.loop(), server.address(), check, OneProbe.HANG_MILLIS);
      var failure = assertInstanceOf(ProbeOutcome.Failure.class, outcome);
      assertTrue(failure.evidence().contains("2 came that were for other"), failure.evidence());
    }
  }

  private static InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), Program.freePort());
  }

  private static Program unbound(Path directory, InetSocketAddress address) throws IOException {
    Program.require("unbound", "unbound");
    StringBuilder text = new StringBuilder("server:\n");
    text.append("  username: \"\"\n  chroot: \"\"\n  directory: \".\"\n  pidfile: \"\"\n");
    text.append("  use-syslog: no\n  num-threads: 1\n  do-ip6: no\n  interface: 127.0.0.1\n");
    text.append("  port: ").append(address.getPort()).append("\n");
    text.append("  local-zone: \".\" refuse\n  local-zone: \"shop.test.\" static\n");
    text.append("  local-zone: \"large.test.\" static\n");
    for (String data :
        List.of(
            "IN A 192.0.2.7",
            "IN AAAA 2001:db8::7",
            "IN MX 10 mail.shop.test.",
            "IN TXT \"v=1\" \" all\"",
            "IN SRV 1 2 5060 sip.shop.test.",
            "IN NS ns.shop.test.",
            "IN SOA ns.shop.test. root.shop.test. 42 1 2 3 4")) {
      text.append("  local-data: 'shop.test. ").append(data).append("'\n");
    }
    for (int n = 0; n < 4; n++) {
      text.append("  local-data: 'large.test. IN TXT \"")
          .append("x".repeat(200))
          .append(n)
          .append("\"'\n");
    }
    text.append("  local-data: 'large.test. IN TXT \"last\"'\n");
    Files.writeString(directory.resolve("unbound.conf"), text);
    Program unbound =
        Program.start(directory, "/usr/sbin/unbound", "-d", "-p", "-c", "unbound.conf");
    return unbound.awaitTcp(address);
  }

  private void assertUp(
      InetSocketAddress address, RecordType record, String answer, Transport by, String what) {
    assertUp(address, "shop.test", record, answer, by, what);
  }

  private void assertUp(
      InetSocketAddress address,
      String name,
      RecordType record,
      String answer,
      Transport by,
      String what) {
    var outcome = OneProbe.run(loop.loop(), address, check(name, record, answer, by));
    var success = assertInstanceOf(ProbeOutcome.Success.class, outcome, outcome.toString());
    assertTrue(success.evidence().startsWith(what), success.evidence());
  }

  private ProbeOutcome.Failure failure(InetSocketAddress address, DnsCheck check) {
    return assertInstanceOf(ProbeOutcome.Failure.class, OneProbe.run(loop.loop(), address, check));
  }

  private static DnsCheck check(
      String name, RecordType record, @Nullable String answer, Transport by) {
    return new DnsCheck(name, record, Set.of(Rcode.NOERROR), Optional.ofNullable(answer), true, by);
  }
}
