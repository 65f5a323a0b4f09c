package io.directord.director.peer;

import io.directord.failover.peer.PeerCounters;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * What is known of other directors.
 *
 * @param on whether they are asked at all
 * @param stranger who signs with another key, of late
 */
public record PeersView(
    boolean on, List<PeerView> peers, Optional<InetAddress> stranger, PeerCounters counters) {
  public PeersView {
    peers = List.copyOf(peers);
  }

  public static PeersView off(PeerCounters counters) {
    return new PeersView(false, List.of(), Optional.empty(), counters);
  }
}
