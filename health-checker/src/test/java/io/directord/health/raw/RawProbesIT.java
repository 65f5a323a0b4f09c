package io.directord.health.raw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.directord.health.FailureKind;
import io.directord.health.OneProbe;
import io.directord.health.ProbeOutcome;
import io.directord.health.Program;
import io.directord.health.TestLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers in a network namespace, at the other end of a cable. */
final class RawProbesIT {
  private static final String NAMESPACE = "directord-syn-" + ProcessHandle.current().pid();
  private static final String LINK = "dsyn" + ProcessHandle.current().pid() % 100_000;
  private static final int OPEN = 8080;
  private static final int CLOSED = 8081;
  private static final int DROPPED = 8082;
  private static final String NO_ROUTE = "no route to the server, says ";

  @TempDir private Path directory;

  @BeforeEach
  void connect() {
    Program.require("ip", "iproute2");
    Program.require("nft", "nftables");
    Program.require("python3", "python3");
    assumeTrue(
        System.getProperty("user.name").equals("root"), "only root makes network namespaces");
    ip("netns add " + NAMESPACE);
    ip("link add " + LINK + " type veth peer name far netns " + NAMESPACE);
    ip("address add 198.18.7.1/30 dev " + LINK);
    ip("address add fd5a:17::1/64 dev " + LINK + " nodad");
    ip("link set " + LINK + " up");
    inside("ip address add 198.18.7.2/30 dev far");
    inside("ip address add fd5a:17::2/64 dev far nodad");
    inside("ip link set far up");
    inside("nft add table inet t");
    inside("nft add chain inet t input { type filter hook input priority 0 ; }");
    inside("nft add rule inet t input tcp dport " + DROPPED + " drop");
  }

  @AfterEach
  void disconnect() {
    if (Files.exists(Path.of("/run/netns", NAMESPACE))) {
      ip("netns delete " + NAMESPACE);
    }
  }

  @Test
  void aServerIsToldFromAClosedPortFromSilenceAndFromNoRoute() {
    String[] listen = {
      "ip",
      "netns",
      "exec",
      NAMESPACE,
      "/usr/bin/python3",
      "-m",
      "http.server",
      "-b",
      "::",
      "" + OPEN
    };
    try (TestLoop loop = new TestLoop();
        Program server = Program.start(directory, listen)) {
      for (String literal : new String[] {"198.18.7.2", "fd5a:17::2"}) {
        server.awaitTcp(at(literal, OPEN));
        var up = run(loop, at(literal, OPEN));
        assertInstanceOf(ProbeOutcome.Success.class, up, up.toString());
        var refused = assertInstanceOf(ProbeOutcome.Failure.class, run(loop, at(literal, CLOSED)));
        assertEquals(FailureKind.REFUSED, refused.kind());
        var silent = assertInstanceOf(ProbeOutcome.Failure.class, run(loop, at(literal, DROPPED)));
        assertEquals(FailureKind.TIMEOUT, silent.kind());
        assertTrue(silent.evidence().contains("waiting for an answer to SYN"), silent.evidence());
      }
      assertNothingIsHalfOpen();
      // Our own address changes under way: the next SYN has a right checksum again.
      ip("address add 198.18.7.9/24 dev " + LINK);
      ip("address delete 198.18.7.1/30 dev " + LINK);
      var moved = run(loop, at("198.18.7.2", OPEN));
      assertInstanceOf(ProbeOutcome.Failure.class, moved, "the server has no way back");
      inside("ip address add 198.18.7.10/24 dev far");
      var back = run(loop, at("198.18.7.2", OPEN));
      assertInstanceOf(ProbeOutcome.Success.class, back, back.toString());
    }
  }

  @Test
  void aHostIsToldFromSilence() {
    try (TestLoop loop = new TestLoop()) {
      for (String literal : new String[] {"198.18.7.2", "fd5a:17::2"}) {
        var up = OneProbe.run(loop.loop(), at(literal, 0), IcmpCheck.DEFAULT);
        assertInstanceOf(ProbeOutcome.Success.class, up, up.toString());
      }
      inside("nft add rule inet t input icmp type echo-request drop");
      inside("nft add rule inet t input icmpv6 type echo-request drop");
      for (String literal : new String[] {"198.18.7.2", "fd5a:17::2"}) {
        var outcome = OneProbe.run(loop.loop(), at(literal, 0), IcmpCheck.DEFAULT, 300);
        var silent = assertInstanceOf(ProbeOutcome.Failure.class, outcome, outcome.toString());
        assertEquals(FailureKind.TIMEOUT, silent.kind());
        assertTrue(silent.evidence().contains("waiting for the echo"), silent.evidence());
      }
    }
  }

  @Test
  void whoDeniesAQuestionIsHeard() {
    inside("sysctl -qw net.ipv4.ip_forward=1");
    inside("sysctl -qw net.ipv6.conf.all.forwarding=1");
    inside("sysctl -qw net.ipv4.icmp_ratelimit=0");
    inside("sysctl -qw net.ipv6.icmp.ratelimit=0");
    inside("ip route add unreachable 198.51.100.0/24");
    inside("ip -6 route add unreachable fd5a:18::/64");
    ip("route add 198.51.100.0/24 via 198.18.7.2");
    ip("-6 route add fd5a:18::/64 via fd5a:17::2");
    inside(
        "nft add rule inet t input tcp dport "
            + CLOSED
            + " reject with icmpx type port-unreachable");
    inside(
        "nft add rule inet t input tcp dport " + OPEN + " reject with icmpx type admin-prohibited");
    try (TestLoop loop = new TestLoop()) {
      denied(run(loop, at("198.51.100.9", OPEN)), NO_ROUTE + "198.18.7.2");
      denied(run(loop, at("fd5a:18::9", OPEN)), NO_ROUTE + "fd5a:17::2");
      denied(echo(loop, "198.51.100.9"), NO_ROUTE + "198.18.7.2");
      denied(echo(loop, "fd5a:18::9"), NO_ROUTE + "fd5a:17::2");
      denied(run(loop, at("198.18.7.2", OPEN)), NO_ROUTE + "198.18.7.2");
      denied(run(loop, at("fd5a:17::2", OPEN)), NO_ROUTE + "fd5a:17::2");
      for (String literal : new String[] {"198.18.7.2", "fd5a:17::2"}) {
        var refused = assertInstanceOf(ProbeOutcome.Failure.class, run(loop, at(literal, CLOSED)));
        assertEquals(FailureKind.REFUSED, refused.kind());
        assertEquals("connection refused, says " + literal, refused.evidence());
      }
    }
  }

  private static ProbeOutcome echo(TestLoop loop, String literal) {
    return OneProbe.run(loop.loop(), at(literal, 0), IcmpCheck.DEFAULT, 400);
  }

  private static void denied(ProbeOutcome outcome, String evidence) {
    var failure = assertInstanceOf(ProbeOutcome.Failure.class, outcome, outcome.toString());
    assertEquals(evidence, failure.evidence());
    assertEquals(FailureKind.UNREACHABLE, failure.kind());
  }

  /** The kernel has answered each SYN-ACK with a reset. */
  private void assertNothingIsHalfOpen() {
    Path list = directory.resolve("half-open");
    inside("ss -Htn state syn-recv sport = :" + OPEN + " > " + list);
    try {
      assertEquals("", Files.readString(list));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static ProbeOutcome run(TestLoop loop, InetSocketAddress address) {
    return OneProbe.run(loop.loop(), address, new SynCheck(), 400);
  }

  private static InetSocketAddress at(String literal, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(literal), port);
  }

  private void ip(String arguments) {
    Program.run(directory, "sh", "-c", "ip " + arguments);
  }

  private void inside(String command) {
    Program.run(
        directory, "sh", "-c", "ip netns exec " + NAMESPACE + " " + command.replace(";", "\\;"));
  }
}
