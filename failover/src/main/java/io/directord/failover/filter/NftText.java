package io.directord.failover.filter;

import io.directord.kernel.Family;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Collectors;

/** Our table in the words of {@code nft}. Pure. */
final class NftText {
  static final String TABLE = "inet directord_accept";

  /** Before conntrack, other filters and IPVS; {@code accept} ends this chain only. */
  private static final int PRIORITY = -300;

  private NftText() {}

  /** One transaction that puts this table in the place of whichever was there. */
  static String replace(List<InetAddress> addresses) {
    String four = elements(addresses, Family.IPV4);
    String six = elements(addresses, Family.IPV6);
    StringBuilder text = new StringBuilder();
    set(text, "held4", "ipv4_addr", four);
    set(text, "held6", "ipv6_addr", six);
    text.append("  chain input {\n");
    text.append("    type filter hook input priority ").append(PRIORITY).append(";");
    text.append(" policy accept;\n");
    if (!six.isEmpty()) {
      text.append("    icmpv6 type { 135, 136 } accept\n");
      text.append("    ip6 daddr @held6 drop\n");
    }
    if (!four.isEmpty()) {
      text.append("    ip daddr @held4 drop\n");
    }
    return NftFilter.transaction(TABLE, text.append("  }\n").toString());
  }

  private static String elements(List<InetAddress> addresses, Family family) {
    return addresses.stream()
        .filter(each -> Family.of(each) == family)
        .map(NetUtil::toAddressString)
        .collect(Collectors.joining(", "));
  }

  private static void set(StringBuilder text, String name, String type, String elements) {
    if (!elements.isEmpty()) {
      text.append("  set ").append(name).append(" {\n    type ").append(type);
      text.append("\n    elements = { ").append(elements).append(" }\n  }\n");
    }
  }
}
