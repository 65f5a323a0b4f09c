package io.directord.failover;

import io.directord.failover.vrrp.Role;
import io.directord.kernel.Family;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * All virtual routers of this node at one moment.
 *
 * @param strangers for each interface and family over which they advertise
 */
public record RoutersView(List<RouterView> routers, List<Strangers> strangers) {
  public static final RoutersView EMPTY = new RoutersView(List.of(), List.of());

  public RoutersView {
    routers = List.copyOf(routers);
    strangers = List.copyOf(strangers);
  }

  /**
   * One virtual router.
   *
   * @param priority the one in force
   * @param active the router that is believed to be Active, as it was last heard; us: empty
   * @param shadow empty in a daemon that takes part
   * @param counters live: they go on counting
   */
  public record RouterView(
      RouterSettings settings,
      Role role,
      int priority,
      Instant since,
      String because,
      Optional<Peer> active,
      Map<String, String> faults,
      Optional<Rival> rival,
      Optional<Shadow> shadow,
      RouterCounters counters) {
    public RouterView {
      faults = Map.copyOf(faults);
    }

    public String name() {
      return settings.name();
    }
  }

  /**
   * Advertisements of vrids that no router here has.
   *
   * @param advertisements live: it goes on counting
   */
  public record Strangers(String interfaceName, Family family, LongAdder advertisements) {}

  /**
   * What a router that only looks on comes to.
   *
   * @param would the role that it has elected for this node
   * @param does Active while this host has the addresses, held by whoever runs here, else Backup
   * @param disagrees the two have differed for longer than an election takes
   * @param since the two have been alike, or have differed
   */
  public record Shadow(Role would, Role does, boolean disagrees, Instant since, String because) {}

  /** A router that advertises. */
  public record Peer(InetAddress address, int priority) {}

  /** Another router that is Active while we are. */
  public record Rival(InetAddress address, Instant since) {}

  public Optional<RouterView> router(String name) {
    return routers.stream().filter(router -> router.name().equals(name)).findFirst();
  }
}
