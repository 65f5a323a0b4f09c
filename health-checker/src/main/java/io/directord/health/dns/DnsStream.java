package io.directord.health.dns;

import io.netty.buffer.ByteBuf;

/**
 * Reads one message from a connection, in pieces of any size; its length of two bytes bounds it. No
 * socket, no clock.
 */
final class DnsStream {
  private static final byte[] NOT_YET = {};

  private byte[] message = NOT_YET;
  private int lengthBytes;
  private int length;
  private int have;

  /** Empty until the whole message is there. */
  byte[] read(ByteBuf bytes) {
    while (lengthBytes < 2 && bytes.isReadable()) {
      length = length << 8 | bytes.readUnsignedByte();
      lengthBytes++;
    }
    if (lengthBytes < 2) {
      return NOT_YET;
    }
    if (length < DnsQuestion.HEADER_BYTES) {
      // Too short for any message, and none for this question.
      return new byte[] {0};
    }
    int more = Math.min(length - have, bytes.readableBytes());
    if (message.length < have + more) {
      // It grows with what has come, not with what was promised.
      message =
          java.util.Arrays.copyOf(message, Math.min(length, Math.max(512, 2 * (have + more))));
    }
    bytes.readBytes(message, have, more);
    have += more;
    return have == length ? java.util.Arrays.copyOf(message, length) : NOT_YET;
  }

  String stage() {
    return have == 0 ? "connected, waiting for an answer" : "waiting for the rest of the answer";
  }
}
