package io.directord.kernel.packet;

import io.directord.kernel.Family;
import io.directord.kernel.libc.NativeBytes;
import io.directord.kernel.netlink.InternetAddress;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Structures that socket calls are given and answer with. Pure.
 *
 * <pre>
 *  struct sockaddr_in:   | family (2) | port (2) | address (4) | - (8) |
 *  struct sockaddr_in6:  | family (2) | port (2) | flow (4) | address (16) | scope (4) |
 *  struct sockaddr_ll:   | family (2) | ethertype (2) | link (4) | hardware (2) | kind (1) | ... |
 * </pre>
 */
final class SocketAddresses {
  static final int IPV4_ADDRESS = 4;
  static final int IPV6_ADDRESS = 8;
  static final int LINK_PACKET_KIND = 10;

  private static final int IPV4_BYTES = 16;
  private static final int IPV6_BYTES = 28;
  private static final int LINK_BYTES = 20;

  private SocketAddresses() {}

  /**
   * An address as a socket's; without a port, which raw sockets do not have.
   *
   * @param link for IPv6 addresses that mean nothing without one
   */
  static NativeBytes of(InetAddress address, int link) {
    boolean ipv4 = address instanceof Inet4Address;
    NativeBytes bytes = NativeBytes.of(ipv4 ? IPV4_BYTES : IPV6_BYTES);
    ByteBuffer buffer = bytes.buffer();
    int family = ipv4 ? InternetAddress.AF_INET : InternetAddress.AF_INET6;
    buffer.putShort(0, (short) family);
    buffer.put(ipv4 ? IPV4_ADDRESS : IPV6_ADDRESS, address.getAddress());
    if (!ipv4 && (address.isLinkLocalAddress() || address.isMulticastAddress())) {
      buffer.putInt(24, link);
    }
    return bytes;
  }

  /** Every address of this host, at a port. */
  static NativeBytes ofAnyAtPort(Family family, int port) {
    NativeBytes bytes = NativeBytes.of(family == Family.IPV4 ? IPV4_BYTES : IPV6_BYTES);
    bytes.buffer().putShort(0, (short) family.number());
    bytes.buffer().order(ByteOrder.BIG_ENDIAN).putShort(2, (short) port);
    bytes.buffer().order(ByteOrder.nativeOrder());
    return bytes;
  }

  /** A link, and the kind of frames that are heard of it: an Ethernet type, or 0 for none. */
  static NativeBytes ofLink(int link, int etherType, int family) {
    NativeBytes bytes = NativeBytes.of(LINK_BYTES);
    bytes.buffer().putShort(0, (short) family);
    bytes.buffer().order(ByteOrder.BIG_ENDIAN).putShort(2, (short) etherType);
    bytes.buffer().order(ByteOrder.nativeOrder()).putInt(4, link);
    return bytes;
  }

  /** struct ip_mreqn: group, own address, link. */
  static NativeBytes ipv4Membership(byte[] group, int link) {
    NativeBytes bytes = NativeBytes.of(12);
    bytes.buffer().put(0, group).putInt(8, link);
    return bytes;
  }

  /** struct ipv6_mreq, and struct in6_pktinfo: both are an address and a link. */
  static NativeBytes ipv6AndLink(byte[] address, int link) {
    NativeBytes bytes = NativeBytes.of(20);
    bytes.buffer().put(0, address).putInt(16, link);
    return bytes;
  }
}
