package io.directord.health.raw;

import java.nio.ByteBuffer;

/**
 * The first segment of a connection (RFC 9293, section 3.1), with the maximum segment size that
 * every stack sends. Pure.
 *
 * <pre>
 *  | source port (2) | destination port (2) | sequence (4) | acknowledged (4) |
 *  | words of header (4 bits), flags (12 bits) | window (2) | checksum (2) | urgent (2) |
 *  | option 2, its length 4, maximum segment size (2) |
 * </pre>
 */
final class SynPacket {
  static final int BYTES = 24;
  static final int HEADER_BYTES = 20;
  static final int FLAG_RST = 0x04;

  private static final int SYN_6_WORDS = 6 << 12 | 0x02;
  private static final int WINDOW = 64_240;
  private static final int SEGMENT_OPTION = 0x0204_0000;
  private static final int SEGMENT_IPV4 = 1460;
  private static final int SEGMENT_IPV6 = 1440;
  private static final int CHECKSUM_AT = 16;
  private static final int TCP = 6;

  private SynPacket() {}

  /**
   * Writes it at 0 of a buffer in network byte order.
   *
   * @param source empty: the kernel puts in the checksum
   */
  static void write(
      ByteBuffer out, int fromPort, int toPort, int sequence, byte[] source, byte[] destination) {
    out.putShort(0, (short) fromPort)
        .putShort(2, (short) toPort)
        .putInt(4, sequence)
        .putInt(8, 0)
        .putShort(12, (short) SYN_6_WORDS)
        .putShort(14, (short) WINDOW)
        .putInt(CHECKSUM_AT, 0)
        .putInt(20, SEGMENT_OPTION | (destination.length == 4 ? SEGMENT_IPV4 : SEGMENT_IPV6));
    if (source.length > 0) {
      int sum = TCP + BYTES + sum(source) + sum(destination);
      for (int at = 0; at < BYTES; at += 2) {
        sum += out.getShort(at) & 0xffff;
      }
      out.putShort(CHECKSUM_AT, (short) ~folded(sum));
    }
  }

  private static int sum(byte[] address) {
    int sum = 0;
    for (int at = 0; at < address.length; at += 2) {
      sum += ((address[at] & 0xff) << 8) | (address[at + 1] & 0xff);
    }
    return sum;
  }

  private static int folded(int sum) {
    int once = (sum & 0xffff) + (sum >>> 16);
    return (once & 0xffff) + (once >>> 16);
  }
}
