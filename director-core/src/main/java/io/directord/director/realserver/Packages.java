package io.directord.director.realserver;

import java.util.Map;

/** Which package of a distribution a program comes with. Pure. */
final class Packages {
  private static final Map<String, String> NAMES =
      Map.of(
          "ip", "iproute2",
          "nft", "nftables",
          "iptables", "iptables",
          "ip6tables", "iptables",
          "arptables", "arptables",
          "modprobe", "kmod",
          "firewall-cmd", "firewalld");

  private Packages() {}

  static String of(String program) {
    return NAMES.getOrDefault(program, program);
  }
}
