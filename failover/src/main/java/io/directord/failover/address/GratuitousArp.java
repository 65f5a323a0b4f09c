package io.directord.failover.address;

import io.directord.kernel.link.MacAddress;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * Tells a network that an IPv4 address is here now: a request that asks for the sender's own
 * address, the target's MAC all ones as keepalived has it (RFC 5227 section 3 leaves it open).
 * Pure.
 */
public final class GratuitousArp {
  private GratuitousArp() {}

  public static ArpPacket of(MacAddress own, InetAddress address) {
    return new ArpPacket(
        ArpPacket.BROADCAST,
        own,
        ArpPacket.Operation.REQUEST,
        own,
        address,
        ArpPacket.BROADCAST,
        address);
  }

  /** Writes the frame to the buffer's start, sets its limit, and answers with its bytes. */
  public static int write(MacAddress own, InetAddress address, ByteBuffer frame) {
    return of(own, address).write(frame);
  }
}
