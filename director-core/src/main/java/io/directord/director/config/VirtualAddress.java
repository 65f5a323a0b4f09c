package io.directord.director.config;

import io.directord.kernel.Family;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.Optional;

/**
 * An address that moves with its virtual router.
 *
 * @param device the interface that gets it; absent means the router's own
 * @param label an alias such as {@code eth0:web}, for old tools
 */
public record VirtualAddress(
    InetAddress address,
    int prefixLength,
    Optional<String> device,
    Optional<String> label,
    Scope scope) {

  /** How far the address is valid, as {@code ip address} takes it. */
  public enum Scope {
    GLOBAL,
    SITE,
    LINK,
    HOST
  }

  /** {@code IFNAMSIZ} leaves 15 characters, {@code linux/if.h}. */
  private static final int LABEL_CHARACTERS_MAX = 15;

  public VirtualAddress {
    int bits = Family.of(address).hostPrefix();
    if (prefixLength < 1 || prefixLength > bits) {
      throw new IllegalArgumentException(
          "the prefix length must be 1.." + bits + ", found " + prefixLength);
    }
    device.ifPresent(name -> Names.requireInterface("dev", name));
    if (label.isPresent() && label.get().length() > LABEL_CHARACTERS_MAX) {
      throw new IllegalArgumentException(
          "label must have at most 15 characters, found " + Values.quote(label.get()));
    }
  }

  public Family family() {
    return Family.of(address);
  }

  /** {@code 192.0.2.10/24}. */
  public String text() {
    return NetUtil.toAddressString(address) + "/" + prefixLength;
  }
}
