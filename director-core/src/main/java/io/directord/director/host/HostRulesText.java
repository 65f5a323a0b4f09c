package io.directord.director.host;

import io.directord.director.config.HostConfig.Masquerade;
import io.directord.director.config.Prefix;
import io.directord.director.host.HostRules.Marking;
import io.directord.director.host.HostRules.Ports;
import io.directord.failover.filter.NftFilter;
import io.directord.kernel.Family;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** {@link HostRules} in the words of {@code nft} and of {@code iptables}. Pure. */
final class HostRulesText {
  static final String TABLE = "inet directord";
  static final String MARK_CHAIN = "DIRECTORD-MARK";
  static final String MASQUERADE_CHAIN = "DIRECTORD-MASQ";

  /** As {@code iptables -t mangle} and {@code -t nat} have them, and well before LOCAL_IN. */
  private static final int MANGLE = -150;

  private static final int SOURCE_NAT = 100;

  /** Of {@code xt_multiport}; a range takes two. */
  private static final int MULTIPORT_MAX = 15;

  private HostRulesText() {}

  /** One transaction that puts all of them in the place of whichever were there. */
  static String nft(HostRules rules) {
    StringBuilder text = new StringBuilder();
    if (!rules.markings().isEmpty()) {
      chain(text, "prerouting", "filter", MANGLE);
      rules.markings().forEach(each -> text.append("    ").append(nft(each)).append('\n'));
      text.append("  }\n");
    }
    if (!rules.masquerade().isEmpty()) {
      chain(text, "postrouting", "nat", SOURCE_NAT);
      rules.masquerade().forEach(each -> text.append("    ").append(nft(each)).append('\n'));
      text.append("  }\n");
    }
    return NftFilter.transaction(TABLE, text.toString());
  }

  private static void chain(StringBuilder text, String hook, String type, int priority) {
    text.append("  chain ").append(hook).append(" {\n    type ").append(type);
    text.append(" hook ").append(hook).append(" priority ").append(priority);
    text.append("; policy accept;\n");
  }

  private static String nft(Marking marking) {
    String addresses =
        marking.addresses().stream()
            .map(NetUtil::toAddressString)
            .collect(Collectors.joining(", "));
    String protocol = marking.protocol().text();
    String ports =
        marking.ports().stream().map(each -> each.text('-')).collect(Collectors.joining(", "));
    return nftFamily(marking.family())
        + " daddr { "
        + addresses
        + " } "
        + (ports.isEmpty() ? "meta l4proto " + protocol : protocol + " dport { " + ports + " }")
        + " meta mark set "
        + marking.mark();
  }

  private static String nft(Masquerade entry) {
    String family = nftFamily(entry.from().family());
    StringBuilder text = new StringBuilder(family + " saddr " + entry.from().text());
    entry
        .except()
        .forEach(each -> text.append(' ').append(family).append(" daddr != ").append(each.text()));
    return text.append(" oifname \"").append(entry.out()).append("\" masquerade").toString();
  }

  private static String nftFamily(Family family) {
    return family == Family.IPV4 ? "ip" : "ip6";
  }

  /** What our chain of the table mangle holds. */
  static List<String> marks(HostRules rules, Family family) {
    List<String> lines = new ArrayList<>();
    for (Marking marking : rules.markings()) {
      if (marking.family() == family) {
        for (InetAddress address : marking.addresses()) {
          marks(lines, marking, NetUtil.toAddressString(address) + "/" + family.hostPrefix());
        }
      }
    }
    return lines;
  }

  private static void marks(List<String> lines, Marking marking, String host) {
    String start = "-d " + host + " -p " + marking.protocol().text();
    String end = " -j MARK --set-mark " + marking.mark();
    if (marking.ports().isEmpty()) {
      lines.add(start + end);
    }
    List<String> ports = new ArrayList<>();
    int slots = 0;
    for (Ports each : marking.ports()) {
      int needed = each.low() == each.high() ? 1 : 2;
      if (slots + needed > MULTIPORT_MAX) {
        lines.add(start + multiport(ports) + end);
        ports.clear();
        slots = 0;
      }
      ports.add(each.text(':'));
      slots += needed;
    }
    if (!ports.isEmpty()) {
      lines.add(start + multiport(ports) + end);
    }
  }

  private static String multiport(List<String> ports) {
    return " -m multiport --dports " + String.join(",", ports);
  }

  /** What our chain of the table nat holds. */
  static List<String> masquerade(HostRules rules, Family family) {
    List<String> lines = new ArrayList<>();
    for (Masquerade entry : rules.masquerade()) {
      if (entry.from().family() == family) {
        String start = "-s " + entry.from().text() + " -o " + entry.out();
        for (Prefix each : entry.except()) {
          lines.add(start + " -d " + each.text() + " -j RETURN");
        }
        lines.add(start + " -j MASQUERADE");
      }
    }
    return lines;
  }
}
