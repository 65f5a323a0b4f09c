package io.directord.kernel.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.kernel.Errno;
import io.directord.kernel.Guest;
import io.directord.kernel.KernelException;
import io.directord.kernel.Stages;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the kernel makes of our links, routes and rules. */
@Tag("kernel")
final class RealNetworkTest {
  private static final int OURS = 42;
  private static final InetAddress GATEWAY = LinksContract.ip("10.8.8.254");
  private static final InetAddress GATEWAY6 = LinksContract.ip("fd00:8::254");

  private final NetlinkNetwork network;
  private final NetlinkLinks links;

  RealNetworkTest() throws KernelException {
    network = NetlinkNetwork.open(Guest.loop());
    links = NetlinkLinks.open(Guest.loop());
  }

  @BeforeEach
  void addLink() {
    Guest.run("ip link add lab1 type dummy");
    Guest.run("ip link set lab1 up");
    Guest.run("ip address add 10.8.8.1/24 dev lab1");
    Guest.run("ip address add fd00:8::1/64 dev lab1 nodad");
  }

  @AfterEach
  void removeLink() {
    Guest.run("ip link del lab1");
    network.close();
    links.close();
  }

  @Test
  void aMacvlanIsMadeSetUpAndRemoved() {
    MacAddress mac = new MacAddress(0x0000_5E00_0133L);
    NetworkResult made =
        apply(new NetworkChange.AddMacvlan(link("lab1").index(), "lab1", "vrrp.51", mac));
    Assumptions.assumeFalse(
        made.refused().stream().anyMatch(each -> each.errno() == Errno.EOPNOTSUPP),
        () -> made.refused().getFirst().text());
    assertEquals(new NetworkResult(1, List.of()), made);
    Link link = link("vrrp.51");
    assertFalse(link.up());
    assertEquals(Optional.of(mac), link.mac());
    assertEquals(Optional.of("macvlan"), link.kind());
    accepted(new NetworkChange.SetLinkUp(link.index(), "vrrp.51", true));
    assertTrue(link("vrrp.51").usable());
    refused(
        Errno.EEXIST, new NetworkChange.AddMacvlan(link("lab1").index(), "lab1", "vrrp.51", mac));
    accepted(new NetworkChange.RemoveLink(link.index(), "vrrp.51"));
    refused(Errno.ENODEV, new NetworkChange.RemoveLink(link.index(), "vrrp.51"));
  }

  @Test
  void routesAreThereAfterTheyWereAddedAndGoneAfterTheyWereRemoved() {
    int lab1 = link("lab1").index();
    List<RouteSpec> specs =
        List.of(
            via("192.0.2.0", 24, Optional.of(GATEWAY), lab1, 100, 5),
            via("192.0.2.0", 24, Optional.empty(), lab1, 1000, 0),
            via("0.0.0.0", 0, Optional.of(GATEWAY), lab1, 100, 0),
            via("2001:db8::", 32, Optional.of(GATEWAY6), lab1, RouteSpec.TABLE_MAIN, 7),
            blackhole("198.51.100.0", 24),
            blackhole("2001:db8:1::", 48));
    for (RouteSpec each : specs) {
      accepted(new NetworkChange.AddRoute(each, "lab1"));
      refused(Errno.EEXIST, new NetworkChange.AddRoute(each, "lab1"));
      assertEquals(List.of(each), Stages.get(network.routes(OURS)), each.toString());
      accepted(new NetworkChange.RemoveRoute(each, "lab1"));
      refused(Errno.ESRCH, new NetworkChange.RemoveRoute(each, "lab1"));
      assertEquals(List.of(), Stages.get(network.routes(OURS)));
    }
    RouteSpec far = via("192.0.2.0", 24, Optional.of(LinksContract.ip("10.7.7.7")), lab1, 100, 0);
    NetworkResult result = apply(new NetworkChange.AddRoute(far, "lab1"));
    assertTrue(
        result.refused().getFirst().text().contains("the gateway is on no network"),
        result.toString());
  }

  @Test
  void rulesAreThereAfterTheyWereAddedAndGoneAfterTheyWereRemoved() {
    List<RuleSpec> specs =
        List.of(
            new RuleSpec(
                false,
                Optional.of(prefix("10.9.9.0", 24)),
                Optional.of(prefix("192.0.2.0", 24)),
                Optional.of("lab1"),
                Optional.of("lab1"),
                Optional.of(new RuleSpec.Mark(7, 0xFF)),
                100,
                500,
                OURS),
            new RuleSpec(
                true,
                Optional.of(prefix("2001:db8::", 32)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new RuleSpec.Mark(9, RuleSpec.Mark.ALL)),
                1000,
                600,
                OURS));
    for (RuleSpec each : specs) {
      NetworkResult added = apply(new NetworkChange.AddRule(each));
      Assumptions.assumeFalse(
          added.refused().stream().anyMatch(refusal -> refusal.errno() == Errno.EOPNOTSUPP),
          () -> added.refused().getFirst().text());
      assertEquals(new NetworkResult(1, List.of()), added);
      refused(Errno.EEXIST, new NetworkChange.AddRule(each));
      assertEquals(List.of(each), Stages.get(network.rules(OURS)));
      accepted(new NetworkChange.RemoveRule(each));
      refused(Errno.ENOENT, new NetworkChange.RemoveRule(each));
      assertEquals(List.of(), Stages.get(network.rules(OURS)));
    }
  }

  private Link link(String name) {
    return Stages.get(links.links()).stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private void accepted(NetworkChange... changes) {
    assertEquals(new NetworkResult(changes.length, List.of()), apply(changes));
  }

  private void refused(Errno errno, NetworkChange change) {
    assertEquals(
        List.of(errno),
        apply(change).refused().stream().map(NetworkRefusal::errno).toList(),
        change.ip());
  }

  private NetworkResult apply(NetworkChange... changes) {
    return Stages.get(network.apply(List.of(changes)));
  }

  private static RouteSpec via(
      String to, int length, Optional<InetAddress> gateway, int link, int table, long metric) {
    return new RouteSpec(
        prefix(to, length),
        gateway,
        link,
        Optional.empty(),
        table,
        metric,
        OURS,
        RouteSpec.Type.UNICAST);
  }

  private static RouteSpec blackhole(String to, int length) {
    return new RouteSpec(
        prefix(to, length),
        Optional.empty(),
        0,
        Optional.empty(),
        RouteSpec.TABLE_MAIN,
        0,
        OURS,
        RouteSpec.Type.BLACKHOLE);
  }

  private static Prefix prefix(String network, int length) {
    return new Prefix(LinksContract.ip(network), length);
  }
}
