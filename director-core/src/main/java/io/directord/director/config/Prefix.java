package io.directord.director.config;

import io.directord.kernel.Family;
import java.net.InetAddress;

/** A network, such as {@code 10.0.0.0/8}: the bits behind its prefix are zero. */
public record Prefix(InetAddress address, int length) {
  public Prefix {
    byte[] bytes = address.getAddress();
    if (length < 0 || length > bytes.length * 8) {
      throw new IllegalArgumentException(
          "the prefix length must be 0.." + bytes.length * 8 + ", found " + length);
    }
    for (int bit = length; bit < bytes.length * 8; bit++) {
      if ((bytes[bit / 8] & (0x80 >> (bit % 8))) != 0) {
        throw new IllegalArgumentException(
            "the network "
                + Addresses.text(address)
                + "/"
                + length
                + " has bits set behind its prefix length");
      }
    }
  }

  /** Everything. */
  public static Prefix all(Family family) {
    return new Prefix(Addresses.any(family), 0);
  }

  public Family family() {
    return Family.of(address);
  }

  /** {@code 10.0.0.0/8}. */
  public String text() {
    return Addresses.text(address) + "/" + length;
  }
}
