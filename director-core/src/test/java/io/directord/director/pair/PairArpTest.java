package io.directord.director.pair;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.directord.director.Configs;
import io.directord.director.RouterViews;
import io.directord.director.config.DirectorConfig;
import io.directord.failover.RoutersView;
import io.directord.failover.arp.ArpWatch;
import io.directord.failover.arp.Finding;
import io.directord.failover.arp.Owner;
import io.directord.failover.arp.Sign;
import io.directord.failover.arp.Watched;
import io.directord.failover.arp.Watched.Pairing;
import io.directord.failover.vrrp.Role;
import io.directord.kernel.link.MacAddress;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is watched, who is right, and in which words it is told. */
final class PairArpTest {
  private static final String SERVICES =
      """
      virtual-routers { r {
        interface = eth0, vrid = 51, addresses = ["192.0.2.10/24"]
        excluded-addresses = ["2001:db8::10/64"]
      } }
      virtual-services {
        tls { address = "192.0.2.10:443", forwarding = direct
          real-servers = [{ name = t1, address = 192.0.2.21 }] }
        web { address = ["192.0.2.10:80,81", "192.0.2.11:80"], forwarding = direct
          real-servers = [
            { name = web1, address = 192.0.2.21 }
            { name = web2, address = 192.0.2.22, forwarding = masquerade }
          ]
          last-resort = { address = 192.0.2.23, forwarding = direct } }
        nat { address = "192.0.2.12:80", forwarding = masquerade
          real-servers = [{ name = n1, address = 192.0.2.21 }] }
        mark { firewall-mark = 7, forwarding = direct
          real-servers = [{ name = m1, address = 192.0.2.21 }] }
      }
      """;

  @Test
  void everyAddressWithEveryServerByDirectRoutingIsWatchedOnce() {
    assertEquals(
        List.of(
            new Watched(key("192.0.2.10", "192.0.2.21"), List.of("tls/t1", "web/web1")),
            new Watched(key("192.0.2.11", "192.0.2.21"), List.of("web/web1")),
            new Watched(key("192.0.2.10", "192.0.2.23"), List.of("web/last-resort")),
            new Watched(key("192.0.2.11", "192.0.2.23"), List.of("web/last-resort"))),
        PairSettings.watched(Configs.director(SERVICES)));
  }

  @Test
  void onePairMoreThanCanBeWatchedIsEnoughToSaySo() {
    StringBuilder services = new StringBuilder();
    for (int service = 0; service < 20; service++) {
      services.append("s" + service + " { address = \"192.0.2." + service + ":80\", ");
      services.append("forwarding = direct, check = on, real-servers = [");
      for (int server = 0; server < 1_000; server++) {
        services.append("{ address = 10." + service + "." + server / 250 + "." + server % 250);
        services.append(" }, ");
      }
      services.append("] }\n");
    }
    assertEquals(
        ArpWatch.WATCHED_MAX + 1,
        PairSettings.watched(Configs.services(services.toString())).size());
  }

  @Test
  void offIsOff() {
    DirectorConfig config = Configs.director(SERVICES + "arp-watch { action = off }");
    assertEquals(List.of(), PairSettings.watched(config));
  }

  @Test
  void addressesOfVirtualRoutersHaveOne() {
    assertEquals(
        Map.of(ip("192.0.2.10"), "r", ip("2001:db8::10"), "r"),
        PairSettings.routersByAddress(Configs.director(SERVICES)));
  }

  @Test
  void theOwnerIsWhoIsActiveAndNobodyWhileThatIsOpen() {
    assertEquals(new Owner.Here(), owner(Role.ACTIVE));
    assertEquals(new Owner.Director(RouterViews.PEER), owner(Role.BACKUP));
    assertEquals(new Owner.Undecided(), owner(Role.INITIALIZE));
    assertEquals(new Owner.Undecided(), PairArp.owner(RoutersView.EMPTY, "r"));
  }

  @Test
  void peersAndRivalsAreDirectors() {
    assertEquals(Set.of(RouterViews.PEER), PairArp.directors(view(Role.BACKUP)));
    assertEquals(Set.of(RouterViews.PEER), PairArp.directors(view(Role.ACTIVE)));
  }

  @Test
  void aProblemSaysWhatWasSeenAndWhatToDo() {
    assertEquals(
        "answers ARP for 192.0.2.10 and asks by ARP in the name of 192.0.2.10 with"
            + " 02:00:00:00:00:0b; set net.ipv4.conf.all.arp_ignore=1 and"
            + " net.ipv4.conf.all.arp_announce=2 there, or run `directord real-server apply --arp"
            + " sysctl --vip 192.0.2.10`",
        ArpText.of(finding("192.0.2.10", "192.0.2.21", Sign.ANSWERS, Sign.ASKS)));
    assertEquals(
        "answers neighbour solicitations for 2001:db8::10 with 02:00:00:00:00:0b; put that on the"
            + " interface lo there, with neither proxy_ndp nor another interface to hold it",
        ArpText.of(finding("2001:db8::10", "2001:db8::21", Sign.ANSWERS)));
  }

  static Finding finding(String virtual, String server, Sign... signs) {
    return new Finding(
        new Watched(key(virtual, server), List.of("web/web1")),
        new MacAddress(0x0200_0000_000BL),
        Set.of(signs),
        Instant.EPOCH);
  }

  private static Owner owner(Role role) {
    return PairArp.owner(view(role), "r");
  }

  private static RoutersView view(Role role) {
    return new RoutersView(List.of(RouterViews.router("r", role, Map.of())), List.of());
  }

  private static Pairing key(String virtual, String server) {
    return new Pairing(ip(virtual), ip(server));
  }

  private static InetAddress ip(String literal) {
    return InetAddress.ofLiteral(literal);
  }
}
