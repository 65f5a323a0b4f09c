package io.directord.health.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * Reads the fields of one message in turn. Beyond its end there are zeros, and {@link #overrun}
 * says so: it is asked once, when all has been read.
 */
final class Fields {
  private final byte[] bytes;
  private int at;
  private boolean overrun;

  Fields(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The message was shorter than what has been read of it. */
  boolean overrun() {
    return overrun;
  }

  int left() {
    return bytes.length - at;
  }

  int int8() {
    if (at >= bytes.length) {
      overrun = true;
      return 0;
    }
    return bytes[at++] & 0xff;
  }

  int int16() {
    return int8() << 8 | int8();
  }

  int int32() {
    return int16() << 16 | int16();
  }

  int littleInt16() {
    return int8() | int8() << 8;
  }

  int littleInt24() {
    return littleInt16() | int8() << 16;
  }

  byte[] take(int count) {
    if (count < 0 || count > left()) {
      overrun = true;
      return new byte[0];
    }
    at += count;
    return Arrays.copyOfRange(bytes, at - count, at);
  }

  byte[] rest() {
    return take(left());
  }

  /** Up to a zero byte, which is passed over. */
  String zeroTerminated() {
    int from = at;
    while (at < bytes.length && bytes[at] != 0) {
      at++;
    }
    String text = new String(bytes, from, at - from, UTF_8);
    int8();
    return text;
  }
}
