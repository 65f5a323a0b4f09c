package io.directord.director.pair;

import io.directord.failover.arp.ArpView;
import io.directord.failover.arp.Finding;
import io.directord.failover.arp.Sign;
import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What a real server does that should be silent, and what to do about it. Pure. */
public final class ArpText {
  private ArpText() {}

  /** What it was seen to do. */
  public static String problem(Finding finding) {
    InetAddress address = finding.watched().key().virtual();
    String text = NetUtil.toAddressString(address);
    return finding.signs().stream()
            .sorted()
            .map(sign -> seen(sign, address instanceof Inet4Address, text))
            .collect(Collectors.joining(" and "))
        + " with "
        + finding.mac().text();
  }

  private static String seen(Sign sign, boolean ipv4, String address) {
    return switch (sign) {
      case ANSWERS ->
          (ipv4 ? "answers ARP for " : "answers neighbour solicitations for ") + address;
      case ANNOUNCES -> "announces " + address + (ipv4 ? " by ARP" : " to its neighbours");
      case ASKS -> "asks " + (ipv4 ? "by ARP" : "for neighbours") + " in the name of " + address;
      case CLAIMS -> "claims " + address + (ipv4 ? " by ARP" : " by neighbour discovery");
    };
  }

  /** What to do at that server. */
  public static String fix(InetAddress address) {
    return address instanceof Inet4Address
        ? "set net.ipv4.conf.all.arp_ignore=1 and net.ipv4.conf.all.arp_announce=2 there, or run"
            + " `directord real-server apply --arp sysctl --vip "
            + NetUtil.toAddressString(address)
            + "`"
        : "put that on the interface lo there, with neither proxy_ndp nor another interface to hold"
            + " it";
  }

  /** Why each server should not serve, by {@code SERVICE/SERVER}. */
  public static Map<String, String> troubles(ArpView view) {
    Map<String, String> troubles = new HashMap<>();
    view.problems()
        .forEach((name, found) -> troubles.put(name, "ARP problem: " + problem(found.getFirst())));
    return troubles;
  }

  /** Both. */
  public static String of(Finding finding) {
    return problem(finding) + "; " + fix(finding.watched().key().virtual());
  }
}
