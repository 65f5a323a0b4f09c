package io.directord.failover.arp;

import io.directord.kernel.link.MacAddress;
import io.directord.kernel.link.Neighbor;
import java.net.InetAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Real servers and directors, and at which MAC address they say they are. Confined to one thread;
 * no clock.
 */
final class Acquaintances {
  private static final int DIRECTORS_MAX = 32;

  private final Set<InetAddress> directors = new LinkedHashSet<>();
  private final Map<InetAddress, MacAddress> at = new HashMap<>();
  private Set<InetAddress> servers = Set.of();

  void servers(Collection<InetAddress> addresses) {
    servers = Set.copyOf(addresses);
    at.keySet().removeIf(each -> !servers.contains(each) && !directors.contains(each));
  }

  Set<InetAddress> servers() {
    return servers;
  }

  /** Who was a director once may hold addresses again, and is not forgotten. */
  void directors(Collection<InetAddress> addresses) {
    for (InetAddress each : addresses) {
      if (directors.size() < DIRECTORS_MAX) {
        directors.add(each);
      }
    }
  }

  List<InetAddress> directors() {
    return List.copyOf(directors);
  }

  /** This host says that it is there. */
  void learn(InetAddress address, MacAddress mac) {
    if (servers.contains(address) || directors.contains(address)) {
      at.put(address, mac);
    }
  }

  /** What the kernel has found, for those that have not been heard. */
  void learn(List<Neighbor> neighbors) {
    for (Neighbor each : neighbors) {
      if (!at.containsKey(each.address())) {
        each.mac().ifPresent(mac -> learn(each.address(), mac));
      }
    }
  }

  /** It did not answer: perhaps it is elsewhere now. */
  void forget(InetAddress address) {
    at.remove(address);
  }

  Optional<MacAddress> mac(InetAddress address) {
    return Optional.ofNullable(at.get(address));
  }

  boolean isDirector(MacAddress mac) {
    return directors.stream().anyMatch(each -> mac.equals(at.get(each)));
  }

  /** Whether the host at this MAC address is this server. */
  boolean is(MacAddress mac, InetAddress server) {
    return servers.contains(server) && mac.equals(at.get(server));
  }

  boolean isAnybody(MacAddress mac) {
    return at.containsValue(mac);
  }
}
