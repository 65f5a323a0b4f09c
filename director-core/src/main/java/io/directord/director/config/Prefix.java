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

  /** {@code 10.0.0.0/8}; an address alone is a network of one host. */
  static Prefix parse(String text) {
    int slash = text.indexOf('/');
    InetAddress address = Addresses.require(slash < 0 ? text : text.substring(0, slash));
    String digits = slash < 0 ? "" + Family.of(address).hostPrefix() : text.substring(slash + 1);
    if (!digits.matches("\\d{1,3}")) {
      throw new IllegalArgumentException(
          "expected a network such as 10.0.0.0/8, found " + Values.quote(text));
    }
    return new Prefix(address, Integer.parseInt(digits));
  }

  /** Whether some address is in both. */
  public boolean overlaps(Prefix other) {
    if (family() != other.family()) {
      return false;
    }
    byte[] mine = address.getAddress();
    byte[] theirs = other.address.getAddress();
    for (int bit = 0; bit < Math.min(length, other.length); bit++) {
      if (((mine[bit / 8] ^ theirs[bit / 8]) & (0x80 >> (bit % 8))) != 0) {
        return false;
      }
    }
    return true;
  }

  public Family family() {
    return Family.of(address);
  }

  /** {@code 10.0.0.0/8}. */
  public String text() {
    return Addresses.text(address) + "/" + length;
  }
}
