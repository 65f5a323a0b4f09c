package io.directord.kernel.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes netlink messages one after the other into one buffer ({@code linux/netlink.h}, struct
 * nlmsghdr):
 *
 * <pre>
 *  0               4       6       8               12              16
 *  | length        | type  | flags | sequence      | port id       | body ... | pad to 4 |
 * </pre>
 *
 * Lengths are filled in when a message or nest ends; nobody adds up sizes. Not thread-safe.
 */
public final class MessageWriter {
  public static final int HEADER_BYTES = 16;
  public static final int FLAG_REQUEST = 0x01;
  public static final int FLAG_ACK = 0x04;
  public static final int FLAG_REPLACE = 0x100;
  public static final int FLAG_EXCLUSIVE = 0x200;
  public static final int FLAG_CREATE = 0x400;
  public static final int FLAG_DUMP = 0x300;

  private static final int NESTED = 0x8000;

  private final ByteBuffer buffer;
  private int messageAt = -1;

  public MessageWriter(ByteBuffer buffer) {
    this.buffer = buffer;
  }

  /** Starts a message; the one before it is complete. */
  public MessageWriter message(int type, int flags, int sequence) {
    messageAt = buffer.position();
    buffer.putInt(0).putShort((short) type).putShort((short) flags).putInt(sequence).putInt(0);
    return this;
  }

  /** Fills in the length of the message begun last. */
  public void end() {
    buffer.putInt(messageAt, buffer.position() - messageAt);
    pad();
  }

  /** Adds a flag to the message begun last. */
  public void addFlag(int flag) {
    int at = messageAt + 6;
    buffer.putShort(at, (short) (buffer.getShort(at) | flag));
  }

  /** Bytes left in the buffer. */
  public int room() {
    return buffer.remaining();
  }

  /** The fixed part of a generic netlink message ({@code linux/genetlink.h}). */
  public MessageWriter generic(int command, int version) {
    buffer.put((byte) command).put((byte) version).putShort((short) 0);
    return this;
  }

  /** Raw bytes of a message's fixed part. */
  public MessageWriter fixed(byte[] bytes) {
    buffer.put(bytes);
    pad();
    return this;
  }

  /** A fixed part of four-byte words, in the machine's order. */
  public MessageWriter words(int... words) {
    for (int word : words) {
      buffer.putInt(word);
    }
    return this;
  }

  public MessageWriter u8(int type, int value) {
    header(type, 1);
    buffer.put((byte) value);
    pad();
    return this;
  }

  public MessageWriter u16(int type, int value) {
    header(type, 2);
    buffer.putShort((short) value);
    pad();
    return this;
  }

  public MessageWriter be16(int type, int value) {
    header(type, 2);
    buffer.put((byte) (value >> 8)).put((byte) value);
    pad();
    return this;
  }

  public MessageWriter u32(int type, long value) {
    header(type, 4);
    buffer.putInt((int) value);
    return this;
  }

  /** Two numbers of four bytes in one attribute. */
  public MessageWriter pair(int type, int first, int second) {
    header(type, 8);
    buffer.putInt(first).putInt(second);
    return this;
  }

  /** Four numbers of four bytes in one attribute. */
  public MessageWriter four(int type, int first, int second, int third, int fourth) {
    header(type, 16);
    buffer.putInt(first).putInt(second).putInt(third).putInt(fourth);
    return this;
  }

  public MessageWriter be32(int type, int value) {
    header(type, 4);
    buffer.putInt(buffer.order() == ByteOrder.BIG_ENDIAN ? value : Integer.reverseBytes(value));
    return this;
  }

  public MessageWriter text(int type, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    header(type, bytes.length + 1);
    buffer.put(bytes).put((byte) 0);
    pad();
    return this;
  }

  /** A value padded with zeros to its length in the kernel. */
  public MessageWriter bytes(int type, byte[] value, int length) {
    header(type, length);
    buffer.put(value);
    for (int i = value.length; i < length; i++) {
      buffer.put((byte) 0);
    }
    pad();
    return this;
  }

  /** Attributes inside an attribute. */
  public MessageWriter nested(int type, Runnable body) {
    int at = buffer.position();
    header(type | NESTED, 0);
    body.run();
    buffer.putShort(at, (short) (buffer.position() - at));
    return this;
  }

  static int aligned(int bytes) {
    return (bytes + 3) & ~3;
  }

  private void header(int type, int valueBytes) {
    buffer.putShort((short) (4 + valueBytes)).putShort((short) type);
  }

  private void pad() {
    while ((buffer.position() & 3) != 0) {
      buffer.put((byte) 0);
    }
  }
}
