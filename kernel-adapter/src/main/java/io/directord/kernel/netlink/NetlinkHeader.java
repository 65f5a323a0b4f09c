package io.directord.kernel.netlink;

import java.nio.ByteBuffer;

/** The head of a received message ({@code linux/netlink.h}, struct nlmsghdr). */
public record NetlinkHeader(int length, int type, int flags, int sequence) {
  static final int ERROR = 2;
  static final int DONE = 3;

  private static final int FLAG_DUMP_INTERRUPTED = 0x10;
  private static final int FLAG_CAPPED = 0x100;
  private static final int FLAG_ACK_ATTRIBUTES = 0x200;

  static NetlinkHeader read(ByteBuffer at) {
    int start = at.position();
    return new NetlinkHeader(
        at.getInt(start),
        Short.toUnsignedInt(at.getShort(start + 4)),
        Short.toUnsignedInt(at.getShort(start + 6)),
        at.getInt(start + 8));
  }

  /** The dump this belongs to saw the table change under it. */
  boolean interrupted() {
    return (flags & FLAG_DUMP_INTERRUPTED) != 0;
  }

  boolean capped() {
    return (flags & FLAG_CAPPED) != 0;
  }

  boolean hasAckAttributes() {
    return (flags & FLAG_ACK_ATTRIBUTES) != 0;
  }

  /** What follows the header of a whole message. */
  public ByteBuffer bodyOf(ByteBuffer message) {
    return message
        .slice(message.position() + MessageWriter.HEADER_BYTES, length - MessageWriter.HEADER_BYTES)
        .order(message.order());
  }
}
