package io.directord.failover;

import io.directord.failover.vrrp.Role;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All virtual routers of this node at one moment. */
public record RoutersView(List<RouterView> routers) {
  public static final RoutersView EMPTY = new RoutersView(List.of());

  public RoutersView {
    routers = List.copyOf(routers);
  }

  /**
   * One virtual router.
   *
   * @param priority the one in force
   * @param active the router that is believed to be Active, as it was last heard; us: empty
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
      RouterCounters counters) {
    public RouterView {
      faults = Map.copyOf(faults);
    }

    public String name() {
      return settings.name();
    }
  }

  /** A router that advertises. */
  public record Peer(InetAddress address, int priority) {}

  /** Another router that is Active while we are. */
  public record Rival(InetAddress address, Instant since) {}

  public Optional<RouterView> router(String name) {
    return routers.stream().filter(router -> router.name().equals(name)).findFirst();
  }
}
