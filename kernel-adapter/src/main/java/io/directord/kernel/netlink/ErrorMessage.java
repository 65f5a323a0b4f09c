package io.directord.kernel.netlink;

import java.nio.ByteBuffer;

/**
 * An acknowledgement or refusal ({@code linux/netlink.h}, struct nlmsgerr).
 *
 * @param errno positive; 0 is an acknowledgement
 * @param text the kernel's own words, or empty
 */
record ErrorMessage(int errno, String text) {
  private static final int ATTRIBUTE_TEXT = 1; // NLMSGERR_ATTR_MSG
  private static final int FIXED_BYTES = 4 + MessageWriter.HEADER_BYTES;

  static ErrorMessage read(ByteBuffer body, NetlinkHeader header) throws MalformedMessage {
    if (body.remaining() < 4) {
      throw new MalformedMessage("error message of " + body.remaining() + " bytes");
    }
    int errno = -body.getInt(body.position());
    return new ErrorMessage(errno, header.hasAckAttributes() ? text(body, header) : "");
  }

  /** What a dump came to: 0, or the error number that broke it off. */
  static int ofDone(ByteBuffer body) {
    return body.remaining() < 4 ? 0 : Math.max(0, -body.getInt(body.position()));
  }

  private static String text(ByteBuffer body, NetlinkHeader header) throws MalformedMessage {
    int skip = FIXED_BYTES;
    if (!header.capped() && body.remaining() >= FIXED_BYTES) {
      skip = 4 + MessageWriter.aligned(body.getInt(body.position() + 4));
    }
    if (skip < FIXED_BYTES || skip > body.remaining()) {
      return "";
    }
    Attributes attributes =
        new Attributes(
            body.slice(body.position() + skip, body.remaining() - skip).order(body.order()));
    while (attributes.next()) {
      if (attributes.type() == ATTRIBUTE_TEXT) {
        return attributes.text();
      }
    }
    return "";
  }
}
