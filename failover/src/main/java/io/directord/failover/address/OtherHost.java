package io.directord.failover.address;

import io.directord.kernel.link.MacAddress;
import io.directord.kernel.link.Neighbor;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whose MAC address it is that uses an address held here. Pure.
 *
 * @param name of a real server, as it is configured
 * @param known another address that it has
 */
public record OtherHost(
    Kind kind, MacAddress mac, Optional<String> name, Optional<InetAddress> known) {

  /** What it has to do with us. */
  public enum Kind {
    /** A router of the same virtual router. */
    PEER,
    /** It serves here, and should be silent about its service's address. */
    REAL_SERVER,
    STRANGER
  }

  /**
   * What there is to tell it by.
   *
   * @param rivals peers that have advertised since we are Active
   * @param peers all that advertised or are configured, rivals among them
   * @param servers the names of real servers
   * @param held addresses that name nobody: whoever is Active has them
   * @param neighbors which address is at which MAC; the first that says something counts
   */
  public record Clues(
      int vrid,
      Set<InetAddress> rivals,
      Set<InetAddress> peers,
      Map<InetAddress, String> servers,
      Set<InetAddress> held,
      List<Neighbor> neighbors) {
    public Clues {
      rivals = Set.copyOf(rivals);
      peers = Set.copyOf(peers);
      servers = Map.copyOf(servers);
      held = Set.copyOf(held);
      neighbors = List.copyOf(neighbors);
    }
  }

  /** RFC 9568 section 7.3; the virtual router's number is the last byte. */
  private static final long VIRTUAL_IPV4 = 0x0000_5E00_0100L;

  private static final long VIRTUAL_IPV6 = 0x0000_5E00_0200L;

  /**
   * A backup that is also a real server counts as one, for it should be silent like the others; a
   * rival is a peer first.
   */
  public static OtherHost of(MacAddress mac, Clues clues) {
    List<InetAddress> its =
        clues.neighbors().stream()
            .filter(each -> each.mac().equals(Optional.of(mac)))
            .map(Neighbor::address)
            .filter(address -> !clues.held().contains(address))
            .distinct()
            .toList();
    Optional<InetAddress> rival = its.stream().filter(clues.rivals()::contains).findFirst();
    Optional<InetAddress> server = its.stream().filter(clues.servers()::containsKey).findFirst();
    Optional<InetAddress> peer = its.stream().filter(clues.peers()::contains).findFirst();
    if (rival.isPresent() || isVirtual(mac, clues.vrid())) {
      return new OtherHost(
          Kind.PEER, mac, Optional.empty(), rival.or(() -> peer).or(() -> first(its)));
    }
    if (server.isPresent()) {
      return new OtherHost(
          Kind.REAL_SERVER,
          mac,
          server.map(address -> clues.servers().getOrDefault(address, "")),
          server);
    }
    return peer.isPresent()
        ? new OtherHost(Kind.PEER, mac, Optional.empty(), peer)
        : new OtherHost(Kind.STRANGER, mac, Optional.empty(), first(its));
  }

  private static Optional<InetAddress> first(List<InetAddress> addresses) {
    return addresses.stream().findFirst();
  }

  private static boolean isVirtual(MacAddress mac, int vrid) {
    return mac.bits() == (VIRTUAL_IPV4 | vrid) || mac.bits() == (VIRTUAL_IPV6 | vrid);
  }
}
