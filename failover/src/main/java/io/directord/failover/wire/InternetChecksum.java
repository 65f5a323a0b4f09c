package io.directord.failover.wire;

/**
 * The one's complement sum of 16-bit words (RFC 1071). Sums are kept unfolded and may be added to
 * each other, as long as each begins at an even offset. Pure.
 */
final class InternetChecksum {
  private InternetChecksum() {}

  static long sum(byte[] bytes, int from, int count) {
    long sum = 0;
    int end = from + count;
    for (int at = from; at + 1 < end; at += 2) {
      sum += Byte.toUnsignedInt(bytes[at]) << 8 | Byte.toUnsignedInt(bytes[at + 1]);
    }
    if ((count & 1) != 0) {
      sum += (long) Byte.toUnsignedInt(bytes[end - 1]) << 8;
    }
    return sum;
  }

  /** The sum with its carries added again; 0xFFFF where a checksum within is right. */
  static int folded(long sum) {
    long folded = sum;
    while (folded >>> 16 != 0) {
      folded = (folded & 0xFFFF) + (folded >>> 16);
    }
    return (int) folded;
  }

  /** What to write into the checksum field, which was zero when the sum was made. */
  static int of(long sum) {
    return ~folded(sum) & 0xFFFF;
  }
}
