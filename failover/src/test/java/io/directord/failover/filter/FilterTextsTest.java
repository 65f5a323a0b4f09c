package io.directord.failover.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.kernel.Family;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the programs are told, word by word. */
final class FilterTextsTest {
  private static final String JUMP = "-A INPUT -j DIRECTORD-ACCEPT\n";

  private static final ChainText FOUR = IptablesText.chain(Family.IPV4, "");

  private static String replace(Family family, List<InetAddress> addresses, String input) {
    return IptablesText.chain(family, "").fill(IptablesText.rules(family, addresses), input);
  }

  private static List<InetAddress> ips(String... texts) {
    return Stream.of(texts).map(InetAddress::ofLiteral).toList();
  }

  @Test
  void nftGetsOneTransactionThatPutsTheWholeTableInThePlaceOfTheOldOne() {
    assertEquals(
        """
        add table inet directord_accept
        delete table inet directord_accept
        table inet directord_accept {
          set held4 {
            type ipv4_addr
            elements = { 192.0.2.10, 192.0.2.11 }
          }
          set held6 {
            type ipv6_addr
            elements = { 2001:db8::10 }
          }
          chain input {
            type filter hook input priority -300; policy accept;
            icmpv6 type { 135, 136 } accept
            ip6 daddr @held6 drop
            ip daddr @held4 drop
          }
        }
        """,
        NftText.replace(ips("192.0.2.10", "2001:db8::10", "192.0.2.11")));
  }

  @Test
  void nftHearsOfNoFamilyThatIsNotThere() {
    assertEquals(
        """
        add table inet directord_accept
        delete table inet directord_accept
        table inet directord_accept {
          set held4 {
            type ipv4_addr
            elements = { 192.0.2.10 }
          }
          chain input {
            type filter hook input priority -300; policy accept;
            ip daddr @held4 drop
          }
        }
        """,
        NftText.replace(ips("192.0.2.10")));
  }

  @Test
  void aListingIsTheSameInWhicheverOrderItsSetsCome() {
    List<String> print = NftFilter.print("elements = { 192.0.2.10,\n\t192.0.2.11 }\n");
    assertEquals(print, NftFilter.print("elements = { 192.0.2.11, 192.0.2.10 }"));
    assertNotEquals(print, NftFilter.print("elements = { 192.0.2.10 }"));
  }

  @Test
  void iptablesFillsItsChainAndMakesItTheFirst() {
    assertEquals(
        """
        *filter
        :DIRECTORD-ACCEPT - [0:0]
        -I INPUT 1 -j DIRECTORD-ACCEPT
        -A DIRECTORD-ACCEPT -d 192.0.2.10/32 -j DROP
        -A DIRECTORD-ACCEPT -d 192.0.2.11/32 -j DROP
        COMMIT
        """,
        replace(
            Family.IPV4, ips("192.0.2.10", "192.0.2.11"), "-P INPUT ACCEPT\n-A INPUT -j DROP\n"));
  }

  @Test
  void ip6tablesLetsNeighbourDiscoveryPass() {
    assertEquals(
        """
        *filter
        :DIRECTORD-ACCEPT - [0:0]
        -A DIRECTORD-ACCEPT -p icmpv6 -m icmp6 --icmpv6-type 135 -j RETURN
        -A DIRECTORD-ACCEPT -p icmpv6 -m icmp6 --icmpv6-type 136 -j RETURN
        -A DIRECTORD-ACCEPT -d 2001:db8::10/128 -j DROP
        COMMIT
        """,
        replace(Family.IPV6, ips("2001:db8::10"), "-P INPUT ACCEPT\n" + JUMP));
  }

  @Test
  void aJumpThatIsNotTheFirstOrStandsTwiceIsMoved() {
    String behind = "-P INPUT DROP\n-A INPUT -i lo -j ACCEPT\n" + JUMP + JUMP;
    assertEquals(
        """
        *filter
        :DIRECTORD-ACCEPT - [0:0]
        -D INPUT -j DIRECTORD-ACCEPT
        -D INPUT -j DIRECTORD-ACCEPT
        -I INPUT 1 -j DIRECTORD-ACCEPT
        -A DIRECTORD-ACCEPT -d 192.0.2.10/32 -j DROP
        COMMIT
        """,
        replace(Family.IPV4, ips("192.0.2.10"), behind));
    assertFalse(FOUR.inPlace(behind));
    assertFalse(FOUR.inPlace(JUMP + JUMP));
    assertTrue(FOUR.inPlace("-P INPUT DROP\n" + JUMP + "-A INPUT -i lo -j ACCEPT\n"));
  }

  @Test
  void iptablesTakesTheJumpsAwayBeforeTheChain() {
    assertEquals(
        """
        *filter
        :DIRECTORD-ACCEPT - [0:0]
        -D INPUT -j DIRECTORD-ACCEPT
        -X DIRECTORD-ACCEPT
        COMMIT
        """,
        FOUR.remove("-P INPUT ACCEPT\n" + JUMP + "-A INPUT -j DIRECTORD-ACCEPT-NOT\n"));
  }
}
