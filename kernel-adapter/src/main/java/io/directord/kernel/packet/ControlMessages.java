package io.directord.kernel.packet;

import io.directord.kernel.libc.LibcSockets;
import io.directord.kernel.libc.NativeBytes;
import java.nio.ByteBuffer;

/**
 * What the kernel is told, and tells, of a packet beside its bytes (cmsg(3), RFC 3542). Pure.
 *
 * <pre>
 *  struct cmsghdr:  | length with header (8) | level (4) | type (4) | value ... | pad to 8 |
 * </pre>
 */
final class ControlMessages {
  private static final int HEADER_BYTES = 16;
  private static final int PACKET_INFO_BYTES = 20;
  private static final int ABSENT = -1;

  private ControlMessages() {}

  /** Lets a packet leave from this address of this link. */
  static NativeBytes source(byte[] address, int link) {
    int length = HEADER_BYTES + PACKET_INFO_BYTES;
    NativeBytes message = NativeBytes.of(length + 7 & ~7);
    message
        .buffer()
        .putLong(0, length)
        .putInt(8, LibcSockets.SOL_IPV6)
        .putInt(12, LibcSockets.IPV6_PKTINFO)
        .put(HEADER_BYTES, address)
        .putInt(HEADER_BYTES + 16, link);
    return message;
  }

  /** Lets an IPv4 packet leave from this address: struct in_pktinfo. */
  static NativeBytes sourceIpv4(byte[] address) {
    int length = HEADER_BYTES + 12;
    NativeBytes message = NativeBytes.of(length + 7 & ~7);
    message
        .buffer()
        .putLong(0, length)
        .putInt(8, LibcSockets.SOL_IP)
        .putInt(12, LibcSockets.IP_PKTINFO)
        .put(HEADER_BYTES + 4, address);
    return message;
  }

  /** Where the value of the message of this type is; negative when there is none. */
  static int find(ByteBuffer control, int bytes, int level, int type, int valueBytes) {
    int at = 0;
    while (at + HEADER_BYTES <= bytes) {
      long length = control.getLong(at);
      if (length < HEADER_BYTES || length > bytes - at) {
        return ABSENT;
      }
      if (control.getInt(at + 8) == level
          && control.getInt(at + 12) == type
          && length >= HEADER_BYTES + valueBytes) {
        return at + HEADER_BYTES;
      }
      at += ((int) length + 7) & ~7;
    }
    return ABSENT;
  }
}
