package io.directord.kernel.link;

import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Optional;

/**
 * An address to be added.
 *
 * @param label IPv4 only: the link's name, perhaps with a colon and more; at most 15 bytes
 * @param noDad IPv6: usable at once, without looking for duplicates
 * @param noPrefixRoute no route to the address's network
 * @param protocol 1..255, so that it is known later who added it; older kernels ignore it
 * @param preferredSeconds 0 means never as a source of this host's own connections
 */
public record AddressSpec(
    InetAddress address,
    int prefixLength,
    Scope scope,
    Optional<String> label,
    boolean noDad,
    boolean noPrefixRoute,
    Optional<Integer> protocol,
    long preferredSeconds,
    long validSeconds) {
  public static final long FOREVER = 0xFFFF_FFFFL;

  /** {@code IFNAMSIZ} with its closing NUL. */
  public static final int LABEL_BYTES_MAX = 15;

  public AddressSpec {
    int bits = address.getAddress().length * 8;
    if (prefixLength < 0 || prefixLength > bits) {
      throw new IllegalArgumentException(
          "prefix length must be 0.." + bits + ", found " + prefixLength);
    }
    if (label.isPresent() && !(address instanceof Inet4Address)) {
      throw new IllegalArgumentException("only IPv4 addresses have labels");
    }
    if (label.isPresent() && label.get().length() > LABEL_BYTES_MAX) {
      throw new IllegalArgumentException("label \"" + label.get() + "\" is longer than 15 bytes");
    }
    if (protocol.isPresent() && (protocol.get() < 1 || protocol.get() > 255)) {
      throw new IllegalArgumentException("protocol must be 1..255, found " + protocol.get());
    }
    if (preferredSeconds < 0 || preferredSeconds > validSeconds || validSeconds > FOREVER) {
      throw new IllegalArgumentException("lifetimes must be 0 <= preferred <= valid <= forever");
    }
  }

  /** A lasting address of global scope. */
  public static AddressSpec of(InetAddress address, int prefixLength) {
    return new AddressSpec(
        address,
        prefixLength,
        Scope.GLOBAL,
        Optional.empty(),
        false,
        false,
        Optional.empty(),
        FOREVER,
        FOREVER);
  }

  /** {@code 192.0.2.10/24}. */
  public String text() {
    return NetUtil.toAddressString(address) + "/" + prefixLength;
  }
}
