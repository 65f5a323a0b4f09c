package io.directord.health.path;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/** Ethernet frames that are sent: segments, and questions for a neighbour's address. Pure. */
final class Frames {
  static final int HEADER_BYTES = 14;
  static final int IPV4 = 0x0800;
  static final int ARP = 0x0806;
  static final int IPV6 = 0x86DD;

  private static final int ARP_BYTES = HEADER_BYTES + 28;
  private static final int SOLICITATION_BYTES = 32;
  private static final int ICMPV6 = 58;
  private static final int SOLICITATION = 135;

  private Frames() {}

  /** Each writes a frame at 0 of a buffer in network byte order, and answers its length. */
  static int segment(ByteBuffer out, Mac from, Mac to, Segment segment) {
    header(out, from, to, segment.ipv4() ? IPV4 : IPV6);
    return HEADER_BYTES + segment.write(out, HEADER_BYTES);
  }

  /** To everybody; whoever answers keeps the Ethernet address of {@code own}. */
  static int question(ByteBuffer out, Mac from, InetAddress own, InetAddress whose) {
    return own instanceof Inet4Address
        ? arp(out, from, own.getAddress(), whose.getAddress())
        : solicitation(out, from, own.getAddress(), whose.getAddress());
  }

  /** RFC 826. */
  private static int arp(ByteBuffer out, Mac from, byte[] own, byte[] whose) {
    header(out, from, Mac.BROADCAST, ARP);
    out.putShort(14, (short) 1).putShort(16, (short) IPV4).putShort(18, (short) 0x0604);
    out.putShort(20, (short) 1);
    from.write(out, 22);
    out.put(28, own);
    new Mac(0).write(out, 32);
    out.put(38, whose);
    return ARP_BYTES;
  }

  /** RFC 4861, section 4.3, to the group that the address belongs to. */
  private static int solicitation(ByteBuffer out, Mac from, byte[] own, byte[] whose) {
    byte[] group = {(byte) 0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, (byte) 0xff, 0, 0, 0};
    System.arraycopy(whose, 13, group, 13, 3);
    ByteBuffer last = ByteBuffer.wrap(group);
    header(out, from, new Mac(0x3333L << 32 | (last.getInt(12) & 0xffff_ffffL)), IPV6);
    out.putInt(14, 6 << 28)
        .putShort(18, (short) SOLICITATION_BYTES)
        .put(20, (byte) ICMPV6)
        .put(21, (byte) 255)
        .put(22, own)
        .put(38, group);
    int at = HEADER_BYTES + Segment.IPV6_BYTES;
    out.putInt(at, SOLICITATION << 24).putInt(at + 4, 0).put(at + 8, whose);
    out.putShort(at + 24, (short) 0x0101); // option: source link-layer address
    from.write(out, at + 26);
    out.putShort(
        at + 2,
        new InternetSum()
            .addPseudo(own, group, ICMPV6, SOLICITATION_BYTES)
            .add(out, at, SOLICITATION_BYTES)
            .checksum());
    return at + SOLICITATION_BYTES;
  }

  private static void header(ByteBuffer out, Mac from, Mac to, int type) {
    to.write(out, 0);
    from.write(out, Mac.BYTES);
    out.putShort(12, (short) type);
  }
}
