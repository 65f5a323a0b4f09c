package io.directord.failover.peer;

import io.directord.kernel.Family;
import java.net.InetAddress;
import java.util.Set;

/**
 * Where peers are reached, and heard: as advertisements of virtual routers are.
 *
 * @param multicast to the group of the routers, on this interface
 * @param peers by unicast
 */
public record PeerPath(
    String interfaceName, Family family, boolean multicast, Set<InetAddress> peers) {
  public PeerPath {
    peers = Set.copyOf(peers);
  }
}
