package io.directord.failover;

import io.directord.failover.address.HeldAddress;
import io.directord.failover.address.OtherHost;
import io.directord.kernel.link.MacAddress;
import io.directord.kernel.link.Neighbor;
import io.directord.kernel.link.NeighborState;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The hosts around that have a part in this: peers as they are heard, real servers as they are
 * configured, and at which MAC address they say they are. The kernel asks nobody for a peer that is
 * heard by multicast only. Confined to its loop.
 */
final class KnownHosts {
  private static final int PEERS_MAX = 16;

  private final Map<String, Set<InetAddress>> peers = new HashMap<>();
  private final Map<String, Set<InetAddress>> rivals = new HashMap<>();
  private final Map<InetAddress, MacAddress> learnt = new HashMap<>();
  private Map<InetAddress, String> servers = Map.of();

  void servers(Map<InetAddress, String> names) {
    servers = Map.copyOf(names);
    learnt.keySet().removeIf(address -> !servers.containsKey(address) && !isPeer(address));
  }

  /** This router advertises; while we are Active, it is a rival. */
  void advertises(String router, InetAddress address) {
    add(peers, router, address);
    add(rivals, router, address);
  }

  /** We are Active from now on: who advertised so far did so rightly. */
  void claimed(RouterSettings router) {
    rivals.remove(router.name());
    router.peers().forEach(peer -> add(peers, router.name(), peer));
  }

  private static void add(Map<String, Set<InetAddress>> to, String router, InetAddress address) {
    Set<InetAddress> known = to.computeIfAbsent(router, _ -> new LinkedHashSet<>());
    if (known.size() < PEERS_MAX) {
      known.add(address);
    }
  }

  /** A packet on the link says that this address is there. */
  void learn(InetAddress address, MacAddress mac) {
    if (servers.containsKey(address) || isPeer(address)) {
      learnt.put(address, mac);
    }
  }

  private boolean isPeer(InetAddress address) {
    return peers.values().stream().anyMatch(known -> known.contains(address));
  }

  Set<InetAddress> peers(String router) {
    return peers.getOrDefault(router, Set.of());
  }

  OtherHost whose(
      MacAddress mac, RouterSettings router, Set<HeldAddress> held, List<Neighbor> neighbors) {
    List<Neighbor> all = new ArrayList<>(neighbors);
    learnt.forEach(
        (address, at) -> all.add(new Neighbor(0, address, Optional.of(at), NeighborState.NONE)));
    Set<InetAddress> nobodys = new HashSet<>();
    held.forEach(each -> nobodys.add(each.address()));
    return OtherHost.of(
        mac,
        new OtherHost.Clues(
            router.vrid(),
            rivals.getOrDefault(router.name(), Set.of()),
            peers(router.name()),
            servers,
            nobodys,
            all));
  }
}
