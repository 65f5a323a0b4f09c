package io.directord.failover.arp;

import io.directord.failover.arp.Reach.Way;
import io.directord.kernel.Family;
import io.directord.kernel.KernelException;
import io.directord.kernel.link.Link;
import io.directord.kernel.link.LinkEvent;
import io.directord.kernel.link.Links;
import io.directord.kernel.link.MacAddress;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Listens on each link that this host shares with a host of interest, and asks there. Confined to
 * its loop.
 */
final class Ears implements AutoCloseable {
  /** A takeover changes many addresses; they are read once. */
  private static final long LOOK_NANOS = 1_000_000_000;

  /** Is told on the same loop. */
  interface Listener {
    void heard(Claim claim, int linkIndex);

    /** These are within reach now, and were not before. */
    void found(Set<InetAddress> hosts);

    void deaf(String because);
  }

  private final WatchLoop loop;
  private final Links links;
  private final Listener listener;
  private final boolean mute;
  private final Map<Ear.Place, Optional<Ear>> ears = new HashMap<>();
  private final Map<InetAddress, Way> ways = new HashMap<>();
  private Set<InetAddress> hosts = Set.of();
  private Set<InetAddress> virtual = Set.of();
  private Reach reach = Reach.NOWHERE;
  private boolean lookComes;

  /**
   * @param mute asks nobody
   */
  Ears(WatchLoop loop, Links links, Listener listener, boolean mute) {
    this.loop = loop;
    this.links = links;
    this.listener = listener;
    this.mute = mute;
  }

  void start() throws KernelException {
    links.listen(event -> loop.post(() -> onLinkEvent(event)));
  }

  /**
   * Is interested in these from now on.
   *
   * @param notAsSource addresses in whose name nobody is asked
   */
  void want(Set<InetAddress> others, Set<InetAddress> notAsSource) {
    hosts = Set.copyOf(others);
    virtual = Set.copyOf(notAsSource);
    ways.keySet().retainAll(hosts);
    look();
  }

  Reach reach() {
    return reach;
  }

  Optional<Way> way(InetAddress host) {
    return Optional.ofNullable(ways.get(host));
  }

  /** Whether the question went out; to this host only, or to everybody. */
  boolean ask(Way way, InetAddress target, Optional<MacAddress> host) {
    Ear.Place place = new Ear.Place(way.link().index(), Family.of(target));
    Optional<Ear> ear = ears.getOrDefault(place, Optional.empty());
    return !mute && ear.isPresent() && ear.get().ask(way, target, host);
  }

  private void onLinkEvent(LinkEvent event) {
    switch (event) {
      case LinkEvent.NeighborChanged _, LinkEvent.NeighborGone _ -> {}
      case LinkEvent.AddressChanged _,
          LinkEvent.AddressGone _,
          LinkEvent.LinkChanged _,
          LinkEvent.LinkGone _,
          LinkEvent.Lost _ -> {
        if (!lookComes && !hosts.isEmpty()) {
          lookComes = true;
          loop.schedule(this::look, LOOK_NANOS);
        }
      }
    }
  }

  /** Reads what this host shares with whom. */
  private void look() {
    lookComes = false;
    if (hosts.isEmpty()) {
      seen(Reach.NOWHERE);
      return;
    }
    links
        .links()
        .thenCombine(links.addresses(), (all, own) -> Reach.of(all, own, virtual))
        .exceptionally(_ -> reach)
        .thenAccept(now -> loop.post(() -> seen(now)));
  }

  private void seen(Reach now) {
    reach = now;
    Set<InetAddress> found = new HashSet<>();
    Map<Ear.Place, Link> wanted = new HashMap<>();
    for (InetAddress host : hosts) {
      Optional<Way> way = reach.way(host);
      if (way.isEmpty()) {
        ways.remove(host);
        continue;
      }
      wanted.put(new Ear.Place(way.get().link().index(), Family.of(host)), way.get().link());
      if (ways.put(host, way.get()) == null) {
        found.add(host);
      }
    }
    ears.entrySet()
        .removeIf(each -> {
          boolean gone = !wanted.containsKey(each.getKey());
          if (gone) {
            each.getValue().ifPresent(Ear::close);
          }
          return gone;
        });
    wanted.forEach((place, link) -> ears.computeIfAbsent(place, _ -> open(place, link)));
    listener.found(found);
  }

  /** Deaf, and says so once, where the kernel refuses. */
  private Optional<Ear> open(Ear.Place place, Link link) {
    try {
      return Optional.of(
          Ear.open(
              loop.loop(),
              link,
              place.family(),
              claim -> loop.guarded(() -> listener.heard(claim, place.linkIndex())).run()));
    } catch (KernelException refused) {
      listener.deaf(String.valueOf(refused.getMessage()));
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    ears.values().forEach(each -> each.ifPresent(Ear::close));
    ears.clear();
    hosts = Set.of();
  }
}
