package io.directord.kernel.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

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
  private static final boolean BIG_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN;

  // A hundred thousand messages go through here while the JVM is still cold: stores into a plain
  // array are compiled well by every tier, those through ByteBuffer are not.
  private final ByteBuffer buffer;
  private final byte[] bytes;
  private final int start;
  private int at;
  private int messageAt = -1;

  /**
   * Writes from the buffer's position on, and moves it behind each whole message or outer
   * attribute.
   *
   * @param buffer on the heap
   */
  public MessageWriter(ByteBuffer buffer) {
    this.buffer = buffer;
    this.bytes = buffer.array();
    this.start = buffer.arrayOffset();
    this.at = start + buffer.position();
  }

  /** Starts a message; the one before it is complete. */
  public MessageWriter message(int type, int flags, int sequence) {
    messageAt = at;
    putInt(0);
    putShort(type);
    putShort(flags);
    putInt(sequence);
    putInt(0);
    return moved();
  }

  /** Fills in the length of the message begun last. */
  public void end() {
    setInt(messageAt, at - messageAt);
    var _ = pad();
  }

  /** A copy of the message that was ended last. */
  public byte[] last() {
    return Arrays.copyOfRange(bytes, messageAt, at);
  }

  /** Writes a message that is whole. */
  public void whole(byte[] message) {
    messageAt = at;
    put(message);
    var _ = moved();
  }

  /** Adds a flag to the message begun last. */
  public void addFlag(int flag) {
    int flagsAt = messageAt + 6;
    setShort(flagsAt, buffer.getShort(flagsAt - start) | flag);
  }

  /** Bytes left in the buffer. */
  public int room() {
    return buffer.remaining();
  }

  /** The fixed part of a generic netlink message ({@code linux/genetlink.h}). */
  public MessageWriter generic(int command, int version) {
    bytes[at++] = (byte) command;
    bytes[at++] = (byte) version;
    putShort(0);
    return moved();
  }

  /** Raw bytes of a message's fixed part. */
  public MessageWriter fixed(byte[] value) {
    put(value);
    return pad();
  }

  /** A fixed part of four-byte words, in the machine's order. */
  public MessageWriter words(int... words) {
    for (int word : words) {
      putInt(word);
    }
    return moved();
  }

  public MessageWriter u8(int type, int value) {
    header(type, 1);
    bytes[at++] = (byte) value;
    return pad();
  }

  public MessageWriter u16(int type, int value) {
    header(type, 2);
    putShort(value);
    return pad();
  }

  public MessageWriter be16(int type, int value) {
    header(type, 2);
    bytes[at++] = (byte) (value >> 8);
    bytes[at++] = (byte) value;
    return pad();
  }

  public MessageWriter u32(int type, long value) {
    header(type, 4);
    putInt((int) value);
    return moved();
  }

  /** Two numbers of four bytes in one attribute. */
  public MessageWriter pair(int type, int first, int second) {
    header(type, 8);
    putInt(first);
    putInt(second);
    return moved();
  }

  /** Four numbers of four bytes in one attribute. */
  public MessageWriter four(int type, int first, int second, int third, int fourth) {
    header(type, 16);
    putInt(first);
    putInt(second);
    putInt(third);
    putInt(fourth);
    return moved();
  }

  public MessageWriter be32(int type, int value) {
    header(type, 4);
    putInt(BIG_ENDIAN ? value : Integer.reverseBytes(value));
    return moved();
  }

  public MessageWriter text(int type, String value) {
    byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
    header(type, encoded.length + 1);
    put(encoded);
    bytes[at++] = 0;
    return pad();
  }

  /** A value padded with zeros to its length in the kernel. */
  public MessageWriter bytes(int type, byte[] value, int length) {
    header(type, length);
    put(value);
    Arrays.fill(bytes, at, at + length - value.length, (byte) 0);
    at += length - value.length;
    return pad();
  }

  /** Attributes inside an attribute. */
  public MessageWriter nested(int type, Runnable body) {
    int nest = beginNest(type);
    body.run();
    endNest(nest);
    return this;
  }

  /** Starts an attribute of attributes; the answer belongs to {@link #endNest}. */
  public int beginNest(int type) {
    int nest = at;
    header(type | NESTED, 0);
    return nest;
  }

  /** Fills in the length of a nest. */
  public void endNest(int nest) {
    setShort(nest, at - nest);
    var _ = moved();
  }

  static int aligned(int count) {
    return (count + 3) & ~3;
  }

  private void header(int type, int valueBytes) {
    putShort(4 + valueBytes);
    putShort(type);
  }

  private MessageWriter pad() {
    while ((at - start & 3) != 0) {
      bytes[at++] = 0;
    }
    return moved();
  }

  private MessageWriter moved() {
    buffer.position(at - start);
    return this;
  }

  private void put(byte[] value) {
    System.arraycopy(value, 0, bytes, at, value.length);
    at += value.length;
  }

  private void putShort(int value) {
    setShort(at, value);
    at += 2;
  }

  private void putInt(int value) {
    setInt(at, value);
    at += 4;
  }

  private void setShort(int where, int value) {
    int first = BIG_ENDIAN ? value >> 8 : value;
    int second = BIG_ENDIAN ? value : value >> 8;
    bytes[where] = (byte) first;
    bytes[where + 1] = (byte) second;
  }

  private void setInt(int where, int value) {
    int little = BIG_ENDIAN ? Integer.reverseBytes(value) : value;
    bytes[where] = (byte) little;
    bytes[where + 1] = (byte) (little >> 8);
    bytes[where + 2] = (byte) (little >> 16);
    bytes[where + 3] = (byte) (little >> 24);
  }
}
