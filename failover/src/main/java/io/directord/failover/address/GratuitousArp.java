package io.directord.failover.address;

import io.directord.kernel.link.MacAddress;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * Tells a network that an IPv4 address is here now: a request that asks for the sender's own
 * address, the target's MAC all ones as keepalived has it (RFC 5227 section 3 leaves it open). From
 * a virtual MAC it is a reply: the router before us, which may hold the address for a moment yet,
 * would answer a request from the same MAC, and switches would send everything there. Pure.
 */
public final class GratuitousArp {
  private GratuitousArp() {}

  public static ArpPacket of(MacAddress own, InetAddress address) {
    boolean virtual = VirtualLink.isVirtual(own);
    return new ArpPacket(
        ArpPacket.BROADCAST,
        own,
        virtual ? ArpPacket.Operation.REPLY : ArpPacket.Operation.REQUEST,
        own,
        address,
        virtual ? own : ArpPacket.BROADCAST, // the kernel's arp_is_garp() wants it so of a reply
        address);
  }

  /** Writes the frame to the buffer's start, sets its limit, and answers with its bytes. */
  public static int write(MacAddress own, InetAddress address, ByteBuffer frame) {
    return of(own, address).write(frame);
  }
}
