package io.directord.health.path;

import java.nio.ByteBuffer;

/** The checksum of the Internet (RFC 1071). Pure. */
final class InternetSum {
  private long sum;

  InternetSum add(ByteBuffer packet, int at, int bytes) {
    for (int n = 0; n + 1 < bytes; n += 2) {
      sum += packet.getShort(at + n) & 0xffff;
    }
    if (bytes % 2 != 0) {
      sum += (packet.get(at + bytes - 1) & 0xff) << 8;
    }
    return this;
  }

  /** What TCP, UDP and ICMPv6 count beside themselves. */
  InternetSum addPseudo(byte[] from, byte[] to, int protocol, int bytes) {
    add(ByteBuffer.wrap(from), 0, from.length);
    add(ByteBuffer.wrap(to), 0, to.length);
    sum += protocol + bytes;
    return this;
  }

  short checksum() {
    long folded = sum;
    while (folded >>> 16 != 0) {
      folded = (folded & 0xffff) + (folded >>> 16);
    }
    return (short) ~folded;
  }
}
