package io.directord.kernel.link;

import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;

/** A network: an address whose bits behind the prefix are zero. Pure. */
public record Prefix(InetAddress address, int length) {
  public Prefix {
    byte[] bytes = address.getAddress();
    if (length < 0 || length > bytes.length * 8) {
      throw new IllegalArgumentException(
          "prefix length must be 0.." + bytes.length * 8 + ", found " + length);
    }
    for (int bit = length; bit < bytes.length * 8; bit++) {
      if ((bytes[bit / 8] & 0x80 >> bit % 8) != 0) {
        throw new IllegalArgumentException(
            NetUtil.toAddressString(address) + " has bits beyond its prefix of " + length);
      }
    }
  }

  public boolean ipv6() {
    return address instanceof Inet6Address;
  }

  /** {@code 192.0.2.0/24}. */
  public String text() {
    return NetUtil.toAddressString(address) + "/" + length;
  }
}
