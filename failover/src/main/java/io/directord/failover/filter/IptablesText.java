package io.directord.failover.filter;

import io.directord.kernel.Family;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** Our chain of dropped addresses in the words of {@code iptables}. Pure. */
final class IptablesText {
  static final String TABLE = "filter";
  static final String CHAIN = "DIRECTORD-ACCEPT";

  private IptablesText() {}

  /** Sees each packet before any other rule does. */
  static ChainText chain(Family family, String variant) {
    return new ChainText(family, variant, TABLE, "INPUT", CHAIN, true);
  }

  /** Those of this family; none where there are no addresses. */
  static List<String> rules(Family family, List<InetAddress> all) {
    List<InetAddress> addresses = all.stream().filter(each -> Family.of(each) == family).toList();
    List<String> rules = new ArrayList<>();
    if (family == Family.IPV6 && !addresses.isEmpty()) {
      for (int type : new int[] {135, 136}) {
        rules.add("-p icmpv6 -m icmp6 --icmpv6-type " + type + " -j RETURN");
      }
    }
    for (InetAddress address : addresses) {
      String host = NetUtil.toAddressString(address) + "/" + family.hostPrefix();
      rules.add("-d " + host + " -j DROP");
    }
    return rules;
  }
}
