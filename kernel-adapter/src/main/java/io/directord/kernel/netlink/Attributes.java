package io.directord.kernel.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Walks the attributes of one netlink message or nest ({@code linux/netlink.h}, struct nlattr):
 *
 * <pre>
 *  0               2               4
 *  | length        | type          | value ... | pad to 4 |
 * </pre>
 *
 * Unknown types are for the caller to skip. Not thread-safe; reads the buffer it was given.
 */
public final class Attributes {
  private static final int HEADER_BYTES = 4;
  private static final int TYPE_MASK = 0x3FFF; // without NLA_F_NESTED and NLA_F_NET_BYTEORDER

  private final ByteBuffer bytes;
  private int next;
  private int type;
  private int valueAt;
  private int valueBytes;

  /** Reads from the buffer's position to its limit; neither is moved. */
  public Attributes(ByteBuffer bytes) {
    this.bytes = bytes.slice().order(bytes.order());
  }

  /** Moves to the next attribute; false at the end. */
  public boolean next() throws MalformedMessage {
    int left = bytes.limit() - next;
    if (left < HEADER_BYTES) {
      return false;
    }
    int length = Short.toUnsignedInt(bytes.getShort(next));
    if (length < HEADER_BYTES || length > left) {
      throw new MalformedMessage("attribute of " + length + " bytes in a space of " + left);
    }
    type = bytes.getShort(next + 2) & TYPE_MASK;
    valueAt = next + HEADER_BYTES;
    valueBytes = length - HEADER_BYTES;
    next = Math.min(bytes.limit(), next + MessageWriter.aligned(length));
    return true;
  }

  public int type() {
    return type;
  }

  public int u8() throws MalformedMessage {
    require(1);
    return Byte.toUnsignedInt(bytes.get(valueAt));
  }

  public int u16() throws MalformedMessage {
    require(2);
    return Short.toUnsignedInt(bytes.getShort(valueAt));
  }

  /** A big-endian number of two bytes, such as a port. */
  public int be16() throws MalformedMessage {
    require(2);
    return Byte.toUnsignedInt(bytes.get(valueAt)) << 8 | Byte.toUnsignedInt(bytes.get(valueAt + 1));
  }

  public long u32() throws MalformedMessage {
    require(4);
    return Integer.toUnsignedLong(bytes.getInt(valueAt));
  }

  public int i32() throws MalformedMessage {
    require(4);
    return bytes.getInt(valueAt);
  }

  /** A big-endian number of four bytes, such as an IPv4 netmask. */
  public int be32() throws MalformedMessage {
    require(4);
    int value = bytes.getInt(valueAt);
    return bytes.order() == ByteOrder.BIG_ENDIAN ? value : Integer.reverseBytes(value);
  }

  public long u64() throws MalformedMessage {
    require(8);
    return bytes.getLong(valueAt);
  }

  /** Text up to its closing NUL, or to the end. */
  public String text() {
    int end = valueAt;
    while (end < valueAt + valueBytes && bytes.get(end) != 0) {
      end++;
    }
    byte[] text = new byte[end - valueAt];
    bytes.get(valueAt, text);
    return new String(text, StandardCharsets.UTF_8);
  }

  /** The first bytes of the value. */
  public byte[] bytes(int count) throws MalformedMessage {
    require(count);
    byte[] value = new byte[count];
    bytes.get(valueAt, value);
    return value;
  }

  /** How long the value is. */
  public int length() {
    return valueBytes;
  }

  /** The attributes inside this one. */
  public Attributes nested() {
    return new Attributes(bytes.slice(valueAt, valueBytes).order(bytes.order()));
  }

  private void require(int count) throws MalformedMessage {
    if (valueBytes < count) {
      throw new MalformedMessage(
          "attribute " + type + " has " + valueBytes + " bytes, expected " + count);
    }
  }
}
