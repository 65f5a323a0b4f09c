package io.directord.health.path;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * A TCP segment without a connection, in its IP packet (RFC 791, RFC 8200, RFC 9293): all checksums
 * filled in, never to be fragmented. Pure.
 *
 * @param hops until a router drops it: a server takes a packet that is for it with 1
 * @param dataBytes zeros, to make it long
 */
record Segment(
    InetAddress from,
    int fromPort,
    InetAddress to,
    int toPort,
    int flags,
    int sequence,
    int hops,
    int dataBytes) {
  static final int SYN = 0x02;
  static final int RST = 0x04;
  static final int ACK = 0x10;
  static final int TCP = 6;
  static final int TCP_BYTES = 20;
  static final int IPV4_BYTES = 20;
  static final int IPV6_BYTES = 40;

  private static final int OPTION_BYTES = 4;
  private static final int WINDOW = 64_240;
  private static final int SEGMENT_OPTION = 0x0204_0000;
  private static final int DONT_FRAGMENT = 0x4000;

  static Segment syn(InetAddress from, int fromPort, InetAddress to, int toPort, int sequence) {
    return new Segment(from, fromPort, to, toPort, SYN, sequence, 1, 0);
  }

  /** The same packet, as long as this. */
  Segment ofBytes(int packetBytes) {
    int data = Math.max(0, packetBytes - bytes() + dataBytes);
    return new Segment(from, fromPort, to, toPort, flags, sequence, hops, data);
  }

  Segment withHops(int number) {
    return new Segment(from, fromPort, to, toPort, flags, sequence, number, dataBytes);
  }

  /** Ends what it began. One that acknowledges something is not believed by a half-open socket. */
  Segment reset() {
    return new Segment(from, fromPort, to, toPort, RST, sequence + 1, hops, 0);
  }

  boolean ipv4() {
    return to instanceof Inet4Address;
  }

  /** Of the whole packet. */
  int bytes() {
    return (ipv4() ? IPV4_BYTES : IPV6_BYTES) + tcpBytes();
  }

  private int tcpBytes() {
    return TCP_BYTES + (flags == SYN ? OPTION_BYTES : 0) + dataBytes;
  }

  /** Writes the packet into a buffer in network byte order; answers its length. */
  int write(ByteBuffer out, int at) {
    int tcp = at + writeIp(out, at);
    writeTcp(out, tcp);
    return bytes();
  }

  /** Writes what is behind the IP header; answers its length. */
  int writeTcp(ByteBuffer out, int at) {
    int words = (TCP_BYTES + (flags == SYN ? OPTION_BYTES : 0)) / Integer.BYTES;
    out.putShort(at, (short) fromPort)
        .putShort(at + 2, (short) toPort)
        .putInt(at + 4, sequence)
        .putInt(at + 8, 0)
        .putShort(at + 12, (short) ((words << 12) | flags))
        .putShort(at + 14, (short) (flags == SYN ? WINDOW : 0))
        .putInt(at + 16, 0);
    if (flags == SYN) {
      int largest = ipv4() ? 1460 : 1440;
      out.putInt(at + TCP_BYTES, SEGMENT_OPTION | largest);
    }
    for (int n = 0; n < dataBytes; n++) {
      out.put(at + words * Integer.BYTES + n, (byte) 0);
    }
    out.putShort(
        at + 16,
        new InternetSum()
            .addPseudo(from.getAddress(), to.getAddress(), TCP, tcpBytes())
            .add(out, at, tcpBytes())
            .checksum());
    return tcpBytes();
  }

  private int writeIp(ByteBuffer out, int at) {
    if (!ipv4()) {
      out.putInt(at, 6 << 28)
          .putShort(at + 4, (short) tcpBytes())
          .put(at + 6, (byte) TCP)
          .put(at + 7, (byte) hops)
          .put(at + 8, from.getAddress())
          .put(at + 24, to.getAddress());
      return IPV6_BYTES;
    }
    out.putShort(at, (short) 0x4500)
        .putShort(at + 2, (short) bytes())
        .putShort(at + 4, (short) sequence)
        .putShort(at + 6, (short) DONT_FRAGMENT)
        .put(at + 8, (byte) hops)
        .put(at + 9, (byte) TCP)
        .putShort(at + 10, (short) 0)
        .put(at + 12, from.getAddress())
        .put(at + 16, to.getAddress());
    out.putShort(at + 10, new InternetSum().add(out, at, IPV4_BYTES).checksum());
    return IPV4_BYTES;
  }
}
