package io.directord.failover.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.failover.filter.PacketFilter.Removed;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Over programs that only pretend. */
final class FiltersTest {
  private static final String NFT_LIST = "nft -s list table inet directord_accept";
  private static final String INPUT = "iptables -w 4 -S INPUT";
  private static final String CHAIN = "iptables -w 4 -S DIRECTORD-ACCEPT";
  private static final String JUMP = "-P INPUT ACCEPT\n-A INPUT -j DIRECTORD-ACCEPT\n";
  private static final List<InetAddress> FOUR = List.of(InetAddress.ofLiteral("192.0.2.10"));
  private static final List<InetAddress> SIX = List.of(InetAddress.ofLiteral("2001:db8::10"));
  private static final Removed NOTHING = new Removed(List.of(), List.of());

  @Test
  void nftSeesWhatIsNoLongerAsItLeftIt() throws InterruptedException {
    FakePrograms programs = new FakePrograms("nft").answers(NFT_LIST, "table { a, b }");
    PacketFilter<List<InetAddress>> nft = AcceptFilter.nft(programs);
    assertEquals(Optional.empty(), nft.put(FOUR));
    assertEquals(List.of("nft -f -", NFT_LIST), programs.runs);
    assertEquals(Optional.empty(), nft.damage());
    programs.answers(NFT_LIST, "table { a }");
    assertEquals(Optional.of("table inet directord_accept was changed"), nft.damage());
    programs.refuses(NFT_LIST, "nft: No such file or directory");
    assertEquals(Optional.of("nft: No such file or directory"), nft.damage());
  }

  @Test
  void nftTakesAwayWhatIsThereOnly() throws InterruptedException {
    FakePrograms programs = new FakePrograms("nft").refuses(NFT_LIST, "nft: none");
    assertEquals(NOTHING, AcceptFilter.nft(programs).remove());
    programs.answers(NFT_LIST, "table");
    String delete = "nft delete table inet directord_accept";
    assertEquals(new Removed(List.of(delete), List.of()), AcceptFilter.nft(programs).remove());
    programs.refuses(delete, "nft: busy");
    assertEquals(new Removed(List.of(), List.of("nft: busy")), AcceptFilter.nft(programs).remove());
  }

  @Test
  void iptablesSeesAChainThatChangedOrIsNotTheFirst() throws InterruptedException {
    FakePrograms programs =
        new FakePrograms("iptables", "iptables-restore").answers(INPUT, JUMP).answers(CHAIN, "as");
    PacketFilter<List<InetAddress>> iptables = AcceptFilter.iptables(programs, _ -> false, "");
    assertEquals(Optional.empty(), iptables.put(FOUR));
    assertEquals(List.of(INPUT, "iptables-restore -w 4 --noflush", CHAIN), programs.runs);
    assertEquals(Optional.empty(), iptables.damage());
    programs.answers(CHAIN, "other");
    assertEquals(Optional.of("DIRECTORD-ACCEPT of iptables was changed"), iptables.damage());
    programs.answers(INPUT, "-P INPUT ACCEPT\n-A INPUT -j ACCEPT\n" + JUMP);
    assertEquals(
        Optional.of("DIRECTORD-ACCEPT of iptables is not the first of INPUT"), iptables.damage());
  }

  @Test
  void iptablesForgetsAFamilyThatLeft() throws InterruptedException {
    FakePrograms programs =
        new FakePrograms("iptables", "iptables-restore", "ip6tables", "ip6tables-restore")
            .answers(INPUT, JUMP);
    PacketFilter<List<InetAddress>> iptables = AcceptFilter.iptables(programs, _ -> false, "");
    assertEquals(Optional.empty(), iptables.put(FOUR));
    assertEquals(Optional.empty(), iptables.put(SIX));
    assertTrue(programs.inputs.get(1).contains("-X DIRECTORD-ACCEPT"), programs.inputs::toString);
    assertTrue(programs.inputs.get(2).contains("2001:db8::10/128"), programs.inputs::toString);
  }

  @Test
  void iptablesDoesNotLoadTheOldTablesToLookForWhatIsNotThere() throws InterruptedException {
    FakePrograms programs = new FakePrograms("iptables").answers("iptables --version", "(legacy)");
    assertEquals(NOTHING, AcceptFilter.iptables(programs, _ -> false, "").remove());
    assertEquals(List.of("iptables --version"), programs.runs);
  }

  @Test
  void theFirstThatWorksIsChosenForGood() throws InterruptedException {
    FakePrograms programs =
        new FakePrograms("nft", "iptables", "iptables-restore")
            .refuses("nft -f -", "nft: Operation not supported");
    PacketFilter<List<InetAddress>> host = AcceptFilter.open(programs, _ -> false);
    assertEquals("none", host.name());
    assertEquals(Optional.empty(), host.put(FOUR));
    assertEquals("iptables", host.name());
    programs.answers("nft -f -", "").refuses(INPUT, "iptables: busy");
    assertEquals(Optional.of("iptables: busy"), host.put(FOUR));
  }

  @Test
  void whereNoneWorksAllSayWhy() throws InterruptedException {
    FakePrograms programs = new FakePrograms();
    PacketFilter<List<InetAddress>> host = AcceptFilter.open(programs, _ -> false);
    assertEquals(
        Optional.of("there is no nft; there is no iptables; there is no iptables-legacy"),
        host.put(FOUR));
    assertEquals(NOTHING, host.remove());
  }
}
