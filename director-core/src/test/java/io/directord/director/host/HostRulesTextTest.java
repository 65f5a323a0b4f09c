package io.directord.director.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.director.Configs;
import io.directord.kernel.Family;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the programs are told, word by word. */
final class HostRulesTextTest {
  static final String MARKS =
      """
      web { firewall-mark = 80, marked = ["192.0.2.10-11:80,443,10000-20000"]
        real-servers = [ { name = a, address = 10.0.0.9, check = on } ] }
      dns { firewall-mark = 53, protocol = [udp, tcp], marked = ["192.0.2.12:53", "192.0.2.13:0"]
        real-servers = [ { name = a, address = 10.0.0.9, check = on } ] }
      six { firewall-mark = 6, family = ipv6, marked = ["[2001:db8::10]:80"]
        real-servers = [ { name = a, address = "fd00::9", check = on } ] }
      """;
  private static final String MASQUERADE =
      "host { masquerade = [ { from = 10.11.12.0/24, out = eth0, except = [10.0.0.0/8,"
          + " 192.0.2.1] }, { from = \"fd00:1::/64\", out = eth1 } ] }\n";

  static HostRules rules() {
    return HostRules.of(Configs.director(MASQUERADE + "virtual-services { " + MARKS + " }"));
  }

  @Test
  void nftGetsOneTransaction() {
    assertEquals(
        """
        add table inet directord
        delete table inet directord
        table inet directord {
          chain prerouting {
            type filter hook prerouting priority -150; policy accept;
            ip daddr { 192.0.2.12 } udp dport { 53 } meta mark set 53
            ip daddr { 192.0.2.12 } tcp dport { 53 } meta mark set 53
            ip daddr { 192.0.2.13 } meta l4proto udp meta mark set 53
            ip daddr { 192.0.2.13 } meta l4proto tcp meta mark set 53
            ip6 daddr { 2001:db8::10 } tcp dport { 80 } meta mark set 6
            ip daddr { 192.0.2.10, 192.0.2.11 } tcp dport { 80, 443, 10000-20000 } meta mark set 80
          }
          chain postrouting {
            type nat hook postrouting priority 100; policy accept;
            ip saddr 10.11.12.0/24 ip daddr != 10.0.0.0/8 ip daddr != 192.0.2.1/32 oifname "eth0" masquerade
            ip6 saddr fd00:1::/64 oifname "eth1" masquerade
          }
        }
        """,
        HostRulesText.nft(sorted()));
  }

  /** Services of one line of a file have no order. */
  private static HostRules sorted() {
    HostRules rules = rules();
    return new HostRules(
        rules.markings().stream()
            .sorted(java.util.Comparator.comparingLong(m -> m.mark() == 6 ? 60 : m.mark()))
            .toList(),
        rules.masquerade());
  }

  @Test
  void iptablesGetsTheFamilyApart() {
    assertEquals(
        List.of("-d 2001:db8::10/128 -p tcp -m multiport --dports 80 -j MARK --set-mark 6"),
        HostRulesText.marks(rules(), Family.IPV6));
    List<String> four = HostRulesText.marks(rules(), Family.IPV4);
    assertEquals(6, four.size());
    assertTrue(four.contains("-d 192.0.2.13/32 -p udp -j MARK --set-mark 53"), four::toString);
    assertTrue(
        four.contains(
            "-d 192.0.2.11/32 -p tcp -m multiport --dports 80,443,10000:20000"
                + " -j MARK --set-mark 80"),
        four::toString);
    assertEquals(
        List.of(
            "-s 10.11.12.0/24 -o eth0 -d 10.0.0.0/8 -j RETURN",
            "-s 10.11.12.0/24 -o eth0 -d 192.0.2.1/32 -j RETURN",
            "-s 10.11.12.0/24 -o eth0 -j MASQUERADE"),
        HostRulesText.masquerade(rules(), Family.IPV4));
  }

  @Test
  void moreThanFifteenPortsAreSeveralRules() {
    StringBuilder ports = new StringBuilder("1");
    for (int port = 2; port <= 14; port++) {
      ports.append(',').append(port);
    }
    String service =
        "s { firewall-mark = 1, marked = [\"192.0.2.10:"
            + ports
            + ",100-200,300\"], check = on\n"
            + "real-servers = [ { name = a, address = 10.0.0.9 } ] }";
    List<String> lines = HostRulesText.marks(HostRules.of(Configs.services(service)), Family.IPV4);
    assertEquals(2, lines.size());
    assertTrue(lines.getFirst().contains(",14 -j"), lines::toString);
    assertTrue(lines.getLast().contains("--dports 100:200,300 -j"), lines::toString);
  }

  @Test
  void whatNeedsNoRulesHasNone() {
    String service =
        "s { firewall-mark = 1, check = on, real-servers = [ { name = a, address = 10.0.0.9 } ] }";
    assertTrue(HostRules.of(Configs.services(service)).isEmpty());
  }
}
