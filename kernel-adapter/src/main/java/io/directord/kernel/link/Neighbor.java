package io.directord.kernel.link;

import java.net.InetAddress;
import java.util.Optional;

/** Another host on a link, as ARP or neighbour discovery found it. */
public record Neighbor(
    int linkIndex, InetAddress address, Optional<MacAddress> mac, NeighborState state) {}
