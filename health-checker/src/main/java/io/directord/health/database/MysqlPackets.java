package io.directord.health.database;

import io.netty.buffer.ByteBuf;

/** Cuts what MySQL sends into packets: three bytes of length, a number, the rest. Pure. */
final class MysqlPackets {
  private static final int HEADER_BYTES = 4;

  private final byte[] header = new byte[HEADER_BYTES];
  private byte[] payload = new byte[0];
  private int read;
  private long bytesRead;

  sealed interface Next {
    record More() implements Next {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Packet(int sequence, byte[] payload) implements Next {}

    record Malformed(String why) implements Next {}
  }

  Next next(ByteBuf bytes) {
    while (bytes.isReadable() && read < HEADER_BYTES) {
      header[read++] = bytes.readByte();
      if (read == HEADER_BYTES) {
        int length = new Fields(header).littleInt24();
        bytesRead += HEADER_BYTES + length;
        if (bytesRead > Query.ANSWER_BYTES_MAX) {
          return new Next.Malformed(
              "an answer of more than " + Query.ANSWER_BYTES_MAX + " bytes, or not MySQL");
        }
        payload = new byte[length];
      }
    }
    int part = Math.min(bytes.readableBytes(), HEADER_BYTES + payload.length - read);
    if (read < HEADER_BYTES || (part == 0 && payload.length > 0)) {
      return new Next.More();
    }
    bytes.readBytes(payload, read - HEADER_BYTES, part);
    read += part;
    if (read < HEADER_BYTES + payload.length) {
      return new Next.More();
    }
    read = 0;
    byte[] whole = payload;
    payload = new byte[0];
    return new Next.Packet(header[HEADER_BYTES - 1] & 0xff, whole);
  }

  static byte[] packet(int sequence, byte[] payload) {
    byte[] packet = new byte[HEADER_BYTES + payload.length];
    packet[0] = (byte) payload.length;
    packet[1] = (byte) (payload.length >> 8);
    packet[2] = (byte) (payload.length >> 16);
    packet[3] = (byte) sequence;
    System.arraycopy(payload, 0, packet, HEADER_BYTES, payload.length);
    return packet;
  }
}
