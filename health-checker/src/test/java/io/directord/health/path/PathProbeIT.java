package io.directord.health.path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.health.Check;
import io.directord.health.Endpoint;
import io.directord.health.Eventually;
import io.directord.health.FailureKind;
import io.directord.health.OneProbe;
import io.directord.health.ProbeOutcome;
import io.directord.health.TestLoop;
import io.directord.health.tcp.TcpCheck;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real servers with one fault each, as a director and its standby see them. */
final class PathProbeIT {
  private static final Duration WAIT = Duration.ofMillis(300);

  @TempDir private Path directory;
  private PathNetwork network;
  private final TestLoop loop = new TestLoop();

  @BeforeEach
  void connect() {
    network = new PathNetwork(directory);
    network.build();
  }

  @AfterEach
  void disconnect() {
    loop.close();
    if (network != null) {
      network.close();
    }
  }

  @Test
  void aServerWithTheVirtualAddressIsReachedFromActiveAndStandby() {
    network.server("good", 11);
    network.inside("good", "ip address add 198.19.77.50/32 dev lo");
    network.inside("good", "ip address add fd5a:1977::50/128 dev lo");
    for (boolean active : new boolean[] {false, true}) {
      if (active) {
        network.ip("address add 198.19.77.50/32 dev " + PathNetwork.link());
        network.ip("address add fd5a:1977::50/128 dev " + PathNetwork.link() + " nodad");
      }
      for (int n = 0; n < 100; n++) {
        assertEquals("reached as 198.19.77.50", success(direct(11)));
        assertEquals("reached as fd5a:1977::50", success(directIpv6(11)));
      }
    }
    assertEquals(List.of(), network.halfOpen("good"));
    // Nobody's accept has seen anything: both queues are empty.
    network
        .lines("good", "ss -Hltn sport = :8080")
        .forEach(line -> assertTrue(line.matches("LISTEN\\s+0\\s+.*"), line));
  }

  @Test
  void aServerWithoutTheVirtualAddressIsWellForTcpAndIsNotReached() {
    network.server("without", 12);
    network.inside("without", "sysctl -qw net.ipv4.ip_forward=0");
    // What every other check sees.
    assertInstanceOf(ProbeOutcome.Success.class, run(at(12), new TcpCheck()));
    var probable = failure(FailureKind.PATH, direct(12));
    assertEquals(
        "not reachable as 198.19.77.50: no answer, while 198.19.77.12:8080 accepts: the virtual"
            + " address is missing on the server (probable), or its packet filter drops what is for"
            + " it",
        probable);
    assertTrue(failure(FailureKind.PATH, directIpv6(12)).contains("(probable)"));
    network.inside("without", "sysctl -qw net.ipv4.ip_forward=1");
    network.inside("without", "sysctl -qw net.ipv6.conf.all.forwarding=1");
    assertEquals(
        "not reachable as 198.19.77.50: the virtual address is missing on the server, which would"
            + " pass it on (ICMP 11/0 from 198.19.77.12)",
        failure(FailureKind.PATH, direct(12)));
    assertTrue(
        failure(FailureKind.PATH, directIpv6(12)).contains("(ICMPv6 3/0 from fd5a:1977::12)"));
    network.inside("without", "ip address add 198.19.77.50/32 dev lo");
    assertEquals("reached as 198.19.77.50", success(direct(12)));
    assertEquals(List.of(), network.halfOpen("without"));
  }

  @Test
  void whatTheServerRefusesOrDropsIsNamed() {
    network.server("good", 11);
    network.inside("good", "ip address add 198.19.77.50/32 dev lo");
    assertEquals(
        "not reachable as 198.19.77.50: refused, while 198.19.77.11:8081 accepts: the service"
            + " listens there only",
        failure(
            FailureKind.PATH,
            run(PathNetwork.at("198.19.77.11", PathNetwork.OWN_PORT), check(PathMethod.DIRECT))));
    assertEquals(
        "connection refused as 198.19.77.50 and not accepted at 198.19.77.11:9999",
        failure(
            FailureKind.REFUSED,
            run(PathNetwork.at("198.19.77.11", 9999), check(PathMethod.DIRECT))));
    network.inside("good", "nft add table inet t");
    network.inside("good", "nft add chain inet t input '{ type filter hook input priority 0 ; }'");
    network.inside(
        "good",
        "nft add rule inet t input ip daddr 198.19.77.50 reject with icmp admin-prohibited");
    assertEquals(
        "not reachable as 198.19.77.50: rejected by the server's packet filter"
            + " (ICMP 3/13 from 198.19.77.50)",
        failure(FailureKind.PATH, direct(11)));
    network.inside("good", "nft flush chain inet t input");
    network.inside("good", "nft add rule inet t input tcp dport 8080 drop");
    assertEquals(
        "no answer as 198.19.77.50, nor at 198.19.77.11:8080, though the host is there",
        failure(FailureKind.TIMEOUT, direct(11)));
    assertEquals(
        "198.19.77.99 does not answer ARP on " + PathNetwork.link(),
        failure(FailureKind.UNREACHABLE, direct(99)));
    assertEquals(
        "not probed: 203.0.113.7 is in no network of this node, which direct forwarding needs",
        failure(
            FailureKind.LOCAL, run(PathNetwork.at("203.0.113.7", 8080), check(PathMethod.DIRECT))));
    assertEquals(
        "this node itself",
        success(run(PathNetwork.at("198.19.77.1", 8080), check(PathMethod.DIRECT))));
    assertEquals(List.of(), network.halfOpen("good"));
  }

  @Test
  void aServerBehindTheDirectorMustAnswerThroughIt() {
    network.ip("address add 198.19.78.1/24 dev " + PathNetwork.link());
    network.ip("address add 198.19.77.50/32 dev " + PathNetwork.link());
    network.server("inner", 15);
    network.inside("inner", "ip address add 198.19.78.15/24 dev eth0");
    network.inside("inner", "ip address del 198.19.77.15/24 dev eth0");
    network.inside("inner", "ip route add default via 198.19.78.1");
    network.host("other", 16);
    network.inside("other", "ip address add 198.19.78.16/24 dev eth0");
    InetSocketAddress server = PathNetwork.at("198.19.78.15", 8080);
    assertEquals("reached as 198.19.77.50", success(run(server, check(PathMethod.MASQUERADE))));
    network.inside("inner", "ip route replace default via 198.19.78.16");
    assertInstanceOf(ProbeOutcome.Success.class, run(server, new TcpCheck()));
    String wrong = failure(FailureKind.PATH, run(server, check(PathMethod.MASQUERADE)));
    assertTrue(wrong.contains("do not come back through a director"), wrong);
    network.inside("inner", "ip route replace default via 198.19.78.99");
    assertEquals(
        "not reachable as 198.19.77.50: replies of 198.19.78.15 do not come back through a"
            + " director: it asks by ARP for the gateway 198.19.78.99",
        failure(FailureKind.PATH, run(server, check(PathMethod.MASQUERADE))));
    aGatewayIsNamedThatIsNotAskedForJustThen(server);
    // The standby asks from its own public address, and the answer comes through the active one.
    network.ip("address del 198.19.77.50/32 dev " + PathNetwork.link());
    network.inside("other", "ip address add 198.19.77.50/32 dev eth0");
    network.inside("other", "sysctl -qw net.ipv4.ip_forward=1");
    network.inside("inner", "ip route replace default via 198.19.78.16");
    ProbeOutcome first = run(server, check(PathMethod.MASQUERADE));
    if (first instanceof ProbeOutcome.Failure) {
      // What was known of this node's addresses was up to a second old: that is no verdict.
      assertEquals(
          "not probed: this node's addresses changed meanwhile", failure(FailureKind.LOCAL, first));
    }
    assertEquals("reached as 198.19.77.50", success(run(server, check(PathMethod.MASQUERADE))));
    network.inside("other", "sysctl -qw net.ipv4.ip_forward=0");
    assertTrue(
        failure(FailureKind.PATH, run(server, check(PathMethod.MASQUERADE)))
            .contains("or the active director does not pass them on"));
    assertEquals(List.of(), network.halfOpen("inner"));
  }

  /** A host asks each second, a probe may be shorter. */
  private void aGatewayIsNamedThatIsNotAskedForJustThen(InetSocketAddress server) {
    Supplier<String> neighbor =
        () -> network.lines("inner", "ip neigh show 198.19.78.99").toString();
    Eventually.until(() -> neighbor.get().contains("FAILED"), neighbor);
    network.inside("inner", "nft add table arp t");
    network.inside("inner", "nft add chain arp t out '{ type filter hook output priority 0 ; }'");
    network.inside("inner", "nft add rule arp t out arp daddr ip 198.19.78.99 drop");
    String named = failure(FailureKind.PATH, run(server, check(PathMethod.MASQUERADE)));
    assertTrue(named.endsWith("it asks by ARP for the gateway 198.19.78.99"), named);
    network.inside("inner", "nft delete table arp t");
  }

  @Test
  void aSwitchThatTakesNoFullPacketsIsFoundOutAndTold() {
    network.server("good", 11);
    network.inside("good", "ip address add 198.19.77.50/32 dev lo");
    var whole = new PathCheck(virtual(), PathMethod.DIRECT, WAIT, 1500, false).probe(plain(at(11)));
    assertEquals("reached as 198.19.77.50", success(OneProbe.run(loop.loop(), whole, 5000)));
    network.inside("switch", "ip link set p2 mtu 1400");
    network.inside("switch", "ip link set lan mtu 1400");
    var told = new PathCheck(virtual(), PathMethod.DIRECT, WAIT, 1500, false).probe(plain(at(11)));
    String evidence = "";
    for (int n = 0; n < 8; n++) {
      evidence = success(OneProbe.run(loop.loop(), told, 5000));
    }
    assertTrue(evidence.matches(".*packets above 1(39\\d|400|38\\d) bytes are lost.*"), evidence);
    var strict = new PathCheck(virtual(), PathMethod.DIRECT, WAIT, 1500, true).probe(plain(at(11)));
    assertEquals(
        "not reachable as 198.19.77.50: packets of 1500 bytes are lost",
        failure(FailureKind.PATH, OneProbe.run(loop.loop(), strict, 5000)));
    assertEquals(List.of(), network.halfOpen("good"));
  }

  @Test
  void aDeadlineInTheMiddleLeavesNothingBehind() {
    network.server("without", 12);
    network.inside("without", "sysctl -qw net.ipv4.ip_forward=0");
    var outcome = OneProbe.run(loop.loop(), at(12), check(PathMethod.DIRECT), 350);
    assertTrue(
        failure(FailureKind.TIMEOUT, outcome).contains("waiting for an answer to a second SYN"),
        outcome.toString());
    assertEquals(List.of(), network.halfOpen("without"));
  }

  private ProbeOutcome direct(int number) {
    return run(at(number), check(PathMethod.DIRECT));
  }

  private ProbeOutcome directIpv6(int number) {
    List<InetAddress> virtual = List.of(InetAddress.ofLiteral(PathNetwork.VIRTUAL_IPV6));
    return run(
        PathNetwork.at("fd5a:1977::" + number, PathNetwork.PORT),
        new PathCheck(virtual, PathMethod.DIRECT, WAIT, 0, false));
  }

  private ProbeOutcome run(InetSocketAddress server, Check.Probed check) {
    return OneProbe.run(loop.loop(), server, check, 5000);
  }

  private static Endpoint plain(InetSocketAddress server) {
    return Endpoint.plain(server);
  }

  private static PathCheck check(PathMethod method) {
    return new PathCheck(virtual(), method, WAIT, 0, false);
  }

  private static List<InetAddress> virtual() {
    return List.of(InetAddress.ofLiteral(PathNetwork.VIRTUAL));
  }

  private static InetSocketAddress at(int number) {
    return PathNetwork.at("198.19.77." + number, PathNetwork.PORT);
  }

  private static String success(ProbeOutcome outcome) {
    var success = assertInstanceOf(ProbeOutcome.Success.class, outcome, outcome.toString());
    return success.what();
  }

  private static String failure(FailureKind kind, ProbeOutcome outcome) {
    var failure = assertInstanceOf(ProbeOutcome.Failure.class, outcome, outcome.toString());
    assertEquals(kind, failure.kind(), outcome.toString());
    return failure.evidence();
  }
}
