package io.directord.kernel.link;

import io.directord.kernel.netlink.MalformedMessage;
import java.util.HexFormat;

/** An Ethernet address, its 48 bits in the low part of the number. */
public record MacAddress(long bits) {
  static final int BYTES = 6;

  public MacAddress {
    if (bits >>> 48 != 0) {
      throw new IllegalArgumentException("an Ethernet address has 48 bits");
    }
  }

  static MacAddress of(byte[] bytes) throws MalformedMessage {
    if (bytes.length != BYTES) {
      throw new MalformedMessage("Ethernet address of " + bytes.length + " bytes");
    }
    long bits = 0;
    for (byte each : bytes) {
      bits = bits << 8 | Byte.toUnsignedLong(each);
    }
    return new MacAddress(bits);
  }

  public byte[] bytes() {
    byte[] bytes = new byte[BYTES];
    for (int i = 0; i < BYTES; i++) {
      bytes[i] = (byte) (bits >> (8 * (BYTES - 1 - i)));
    }
    return bytes;
  }

  /** {@code 02:00:5e:00:00:01}. */
  public String text() {
    return HexFormat.ofDelimiter(":").formatHex(bytes());
  }
}
