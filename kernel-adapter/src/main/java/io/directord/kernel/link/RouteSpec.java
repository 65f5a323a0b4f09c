package io.directord.kernel.link;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.Optional;

/**
 * A route. Pure.
 *
 * @param linkIndex 0: by whichever link the gateway is reached, or none for a blackhole
 * @param source of this host's own packets that go this way
 * @param table 254 is the one that is looked at without a rule
 * @param metric of several to one destination the lowest is taken; IPv6 has 1024 where 0 is said
 * @param protocol 1..255, who added it, by a number of their own choice; 3 is what an administrator
 *     says
 */
public record RouteSpec(
    Prefix destination,
    Optional<InetAddress> gateway,
    int linkIndex,
    Optional<InetAddress> source,
    int table,
    long metric,
    int protocol,
    Type type) {
  public static final int TABLE_MAIN = 254;

  private static final long IPV6_METRIC = 1024; // IP6_RT_PRIO_USER

  /** What becomes of packets that go this way ({@code RTN_*}, {@code linux/rtnetlink.h}). */
  public enum Type {
    UNICAST(1),
    /** They are dropped without a word. */
    BLACKHOLE(6);

    private final int number;

    Type(int number) {
      this.number = number;
    }

    int number() {
      return number;
    }
  }

  public RouteSpec {
    if (metric == 0 && destination.ipv6()) {
      metric = IPV6_METRIC;
    }
    if (type == Type.BLACKHOLE && (gateway.isPresent() || linkIndex != 0)) {
      throw new IllegalArgumentException("a blackhole has neither gateway nor link");
    }
    if (type == Type.UNICAST && gateway.isEmpty() && linkIndex == 0) {
      throw new IllegalArgumentException("a route has a gateway, a link or both");
    }
    if (table < 1 || metric < 0 || metric > 0xFFFF_FFFFL || protocol < 1 || protocol > 255) {
      throw new IllegalArgumentException(
          "table, metric or protocol out of range: " + table + ", " + metric + ", " + protocol);
    }
  }

  String ip(String verb, String linkName) {
    StringBuilder line = new StringBuilder(destination.ipv6() ? "ip -6 route " : "ip route ");
    line.append(verb).append(type == Type.BLACKHOLE ? " blackhole " : " ");
    line.append(destination.length() == 0 ? "default" : destination.text());
    gateway.ifPresent(address -> line.append(" via ").append(NetUtil.toAddressString(address)));
    if (linkIndex != 0) {
      line.append(" dev ").append(linkName);
    }
    source.ifPresent(address -> line.append(" src ").append(NetUtil.toAddressString(address)));
    if (table != TABLE_MAIN) {
      line.append(" table ").append(table);
    }
    if (metric != 0) {
      line.append(" metric ").append(metric);
    }
    return line.append(" proto ").append(protocol).toString();
  }
}
