package io.directord.failover.address;

import io.directord.kernel.link.MacAddress;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Tells a network that an IPv6 address is here now: an unsolicited advertisement to all nodes, from
 * the address itself, that overrides what they have cached (RFC 4861 section 7.2.6). Pure.
 */
public final class NeighborAdvertisement {
  private static final byte[] ALL_NODES = {
    (byte) 0xFF, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1
  };

  private NeighborAdvertisement() {}

  /**
   * The advertisement of an address of ours.
   *
   * @param router whether the link forwards packets: hosts drop a default router that says it does
   *     not
   */
  public static NeighborMessage of(MacAddress own, InetAddress address, boolean router) {
    return new NeighborMessage(
        Frames.groupMac(ALL_NODES),
        own,
        address,
        Frames.address(ALL_NODES, 0, ALL_NODES.length),
        NeighborMessage.Kind.ADVERTISEMENT,
        router,
        false,
        true,
        address,
        Optional.of(own));
  }

  /** Writes the frame to the buffer's start, sets its limit, and answers with its bytes. */
  public static int write(MacAddress own, InetAddress address, boolean router, ByteBuffer frame) {
    return of(own, address, router).write(frame);
  }
}
