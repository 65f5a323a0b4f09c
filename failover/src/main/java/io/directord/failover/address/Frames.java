package io.directord.failover.address;

import io.directord.kernel.link.MacAddress;
import io.directord.kernel.netlink.InternetAddress;
import io.directord.kernel.netlink.MalformedMessage;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Numbers and addresses in Ethernet frames, whatever the buffer's order is. Pure. */
final class Frames {
  static final int ETHER_ARP = 0x0806;
  static final int ETHER_IPV6 = 0x86DD;

  private static final int IPV6_SOURCE_AT = 22;
  private static final int ICMP_AT = 54;
  private static final int ICMPV6 = 58;

  private Frames() {}

  static void put16(ByteBuffer out, int at, int value) {
    out.put(at, (byte) (value >> 8)).put(at + 1, (byte) value);
  }

  static void put48(ByteBuffer out, int at, long value) {
    put16(out, at, (int) (value >> 32));
    put16(out, at + 2, (int) (value >> 16));
    put16(out, at + 4, (int) value);
  }

  static void putMac(ByteBuffer out, int at, MacAddress mac) {
    put48(out, at, mac.bits());
  }

  static int u16(byte[] bytes, int at) {
    return Byte.toUnsignedInt(bytes[at]) << 8 | Byte.toUnsignedInt(bytes[at + 1]);
  }

  static long u48(byte[] bytes, int at) {
    return (long) u16(bytes, at) << 32 | (long) u16(bytes, at + 2) << 16 | u16(bytes, at + 4);
  }

  static MacAddress mac(byte[] bytes, int at) {
    return new MacAddress(u48(bytes, at));
  }

  static InetAddress address(byte[] bytes, int at, int length) {
    try {
      return InternetAddress.of(Arrays.copyOfRange(bytes, at, at + length));
    } catch (MalformedMessage impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Where everybody with this address listens: {@code ff02::1:ffXX:XXXX} (RFC 4291). */
  static byte[] solicitedNode(byte[] address) {
    byte[] group = {(byte) 0xFF, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, (byte) 0xFF, 0, 0, 0};
    System.arraycopy(address, 13, group, 13, 3);
    return group;
  }

  /** {@code 33:33} and the last four bytes of the group (RFC 2464). */
  static MacAddress groupMac(byte[] group) {
    return new MacAddress(0x3333L << 32 | (long) u16(group, 12) << 16 | u16(group, 14));
  }

  /** The folded sum of an ICMPv6 message up to the end, with its pseudo header (RFC 4443). */
  static int icmpSum(byte[] frame, int end) {
    long sum = (long) end - ICMP_AT + ICMPV6;
    for (int at = IPV6_SOURCE_AT; at < end; at += 2) {
      sum += at + 1 < end ? u16(frame, at) : Byte.toUnsignedInt(frame[at]) << 8;
    }
    while (sum >>> 16 != 0) {
      sum = (sum & 0xFFFF) + (sum >>> 16);
    }
    return (int) sum;
  }
}
