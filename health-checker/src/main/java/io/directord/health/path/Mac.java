package io.directord.health.path;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** An Ethernet address, in the low 48 bits. Pure. */
record Mac(long bits) {
  static final int BYTES = 6;
  static final Mac BROADCAST = new Mac(0xffff_ffff_ffffL);

  static Mac of(byte[] bytes) {
    return read(ByteBuffer.wrap(bytes), 0);
  }

  static Mac read(ByteBuffer from, int at) {
    return new Mac(
        (long) (from.getShort(at) & 0xffff) << 32 | (from.getInt(at + 2) & 0xffff_ffffL));
  }

  void write(ByteBuffer to, int at) {
    to.putShort(at, (short) (bits >> 32)).putInt(at + 2, (int) bits);
  }

  /** {@code 02:00:5e:00:00:01}. */
  String text() {
    return HexFormat.ofDelimiter(":")
        .formatHex(ByteBuffer.allocate(8).putLong(0, bits).array(), 2, 8);
  }
}
