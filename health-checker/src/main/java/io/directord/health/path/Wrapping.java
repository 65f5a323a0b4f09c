package io.directord.health.path;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * What is behind the outer IP header of a packet in a tunnel. Pure.
 *
 * <pre>
 *  GRE:  | flags (2) | type 0800 (2) | with bit 15: checksum (2) | - (2) |
 *  GUE:  | UDP: from (2) | to (2) | length (2) | checksum (2) |
 *        | version 0, length 0 (1) | protocol (1) | flags (2) |
 * </pre>
 */
final class Wrapping {
  private static final int CHECKSUM_PRESENT = 0x8000;
  private static final int IPV4_TYPE = 0x0800;
  private static final int IPIP = 4;
  private static final int UDP = 17;
  private static final int UDP_BYTES = 8;

  private Wrapping() {}

  /**
   * Writes it at 0 of a buffer in network byte order; answers its length.
   *
   * @param from of the outer packet, as is {@code to}
   */
  static int write(
      ByteBuffer out, PathMethod.Wrapper wrapper, InetAddress from, InetAddress to, Segment inner) {
    int at = wrapper.bytes();
    int bytes = at + inner.write(out, at);
    switch (wrapper) {
      case PathMethod.Ipip _ -> {}
      case PathMethod.Gre(boolean checksum) -> {
        out.putShort(0, (short) (checksum ? CHECKSUM_PRESENT : 0)).putShort(2, (short) IPV4_TYPE);
        if (checksum) {
          out.putInt(4, 0);
          out.putShort(4, new InternetSum().add(out, 0, bytes).checksum());
        }
      }
      case PathMethod.Gue(int port, boolean checksum) -> {
        out.putShort(0, (short) inner.fromPort())
            .putShort(2, (short) port)
            .putShort(4, (short) bytes)
            .putShort(6, (short) 0)
            .putInt(UDP_BYTES, IPIP << 16);
        if (checksum) {
          short sum =
              new InternetSum()
                  .addPseudo(from.getAddress(), to.getAddress(), UDP, bytes)
                  .add(out, 0, bytes)
                  .checksum();
          out.putShort(6, sum == 0 ? (short) 0xffff : sum);
        }
      }
    }
    return bytes;
  }
}
