package io.directord.failover.arp;

import io.directord.kernel.link.Links;
import io.directord.kernel.packet.Poller;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gets to know hosts that were not heard by themselves yet. Confined to its loop. */
final class Introductions {
  /** The kernel is read, and a director asked, at most so often. */
  private static final long APART_NANOS = 1_000_000_000;

  private final WatchLoop loop;
  private final Links links;
  private final Acquaintances known;
  private final Map<InetAddress, Long> asked = new HashMap<>();
  private boolean reading;

  Introductions(WatchLoop loop, Links links, Acquaintances known) {
    this.loop = loop;
    this.links = links;
    this.known = known;
  }

  /** Learns what the kernel knows, and then does this; not at all while it is too early. */
  void byKernel(Runnable then) {
    if (reading) {
      return;
    }
    reading = true;
    links
        .neighbors()
        .exceptionally(_ -> List.of())
        .thenAccept(neighbors ->
            loop.post(() -> {
              known.learn(neighbors);
              loop.schedule(() -> reading = false, APART_NANOS);
              then.run();
            }));
  }

  /** Finds out where the director is that has the address. */
  void owner(Owner owner, Ears ears, int linkIndex) {
    if (!(owner instanceof Owner.Director(var address))) {
      return;
    }
    byKernel(() -> {});
    long now = Poller.nowNanos();
    Long before = asked.get(address);
    if (before == null || now - before >= APART_NANOS) {
      asked.keySet().retainAll(known.directors());
      asked.put(address, now);
      ears.reach()
          .way(address, linkIndex)
          .ifPresent(way -> ears.ask(way, address, Optional.empty()));
    }
  }
}
