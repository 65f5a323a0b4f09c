package io.directord.health.program;

import io.netty.util.NetUtil;
import java.net.InetSocketAddress;

/** The words that stand for a target's. Pure. */
final class Placeholders {
  static final String ADDRESS = "{address}";
  static final String PORT = "{port}";

  private Placeholders() {}

  static String fill(String text, InetSocketAddress address) {
    return text.replace(ADDRESS, literal(address)).replace(PORT, "" + address.getPort());
  }

  /** As everybody writes it (RFC 5952), without a zone. */
  static String literal(InetSocketAddress address) {
    return NetUtil.toAddressString(address.getAddress());
  }
}
