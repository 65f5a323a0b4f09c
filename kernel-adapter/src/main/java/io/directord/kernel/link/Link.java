package io.directord.kernel.link;

import java.util.Optional;

/**
 * A network interface.
 *
 * @param up an administrator wants it up ({@code IFF_UP})
 * @param running it can carry packets, as far as the driver knows ({@code IFF_RUNNING}): the cable
 *     is in
 * @param mac empty where there is none, as with tunnels
 * @param kind {@code vlan}, {@code veth}, {@code macvlan}; empty for hardware and loopback
 */
public record Link(
    int index,
    String name,
    int mtu,
    boolean up,
    boolean running,
    boolean loopback,
    Optional<MacAddress> mac,
    Optional<String> kind) {

  /** Whether packets can pass. */
  public boolean usable() {
    return up && running;
  }
}
