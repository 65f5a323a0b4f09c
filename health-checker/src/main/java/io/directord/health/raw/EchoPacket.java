package io.directord.health.raw;

import java.nio.ByteBuffer;

/**
 * An echo request (RFC 792, RFC 4443 section 4.1). Pure.
 *
 * <pre>
 *  | type (1) | code (1) | checksum (2) | id (2) | sequence (2) | data: cookie (8), zeros |
 * </pre>
 */
final class EchoPacket {
  static final int HEADER_BYTES = 8;
  static final int COOKIE_AT = HEADER_BYTES;

  private static final int REQUEST_IPV4 = 8;
  private static final int REQUEST_IPV6 = 128;
  private static final int CHECKSUM_AT = 2;

  private EchoPacket() {}

  /** Writes it at 0 of a buffer in network byte order; the checksum of IPv6 is the kernel's. */
  static void write(
      ByteBuffer out, boolean ipv4, int id, int sequence, long cookie, int dataBytes) {
    int bytes = HEADER_BYTES + dataBytes;
    for (int at = 0; at < bytes; at++) {
      out.put(at, (byte) 0);
    }
    out.put(0, (byte) (ipv4 ? REQUEST_IPV4 : REQUEST_IPV6))
        .putShort(4, (short) id)
        .putShort(6, (short) sequence)
        .putLong(COOKIE_AT, cookie);
    if (ipv4) {
      out.putShort(CHECKSUM_AT, (short) ~sum(out, bytes));
    }
  }

  /** The sum of its words with the carries added (RFC 1071). */
  static int sum(ByteBuffer packet, int bytes) {
    int sum = 0;
    for (int at = 0; at + 1 < bytes; at += 2) {
      sum += packet.getShort(at) & 0xffff;
    }
    if (bytes % 2 != 0) {
      sum += (packet.get(bytes - 1) & 0xff) << 8;
    }
    int once = (sum & 0xffff) + (sum >>> 16);
    return (once & 0xffff) + (once >>> 16);
  }
}
