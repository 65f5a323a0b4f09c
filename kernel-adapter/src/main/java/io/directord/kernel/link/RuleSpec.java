package io.directord.kernel.link;

import java.util.Optional;

/**
 * A rule: which packets look for their route in which table. Pure.
 *
 * @param inLink by which they came, its name; it need not be there
 * @param outLink to which their socket is bound, its name
 * @param mark of the firewall's, on them
 * @param table where to look
 * @param priority rules are asked in this order, the lowest first
 * @param protocol 1..255, who added it, by a number of their own choice; since Linux 4.17
 */
public record RuleSpec(
    boolean ipv6,
    Optional<Prefix> from,
    Optional<Prefix> to,
    Optional<String> inLink,
    Optional<String> outLink,
    Optional<Mark> mark,
    int table,
    long priority,
    int protocol) {

  /** Those bits of the firewall's mark that the mask has must be these. */
  public record Mark(long value, long mask) {
    public static final long ALL = 0xFFFF_FFFFL;
  }

  public RuleSpec {
    if ((from.isPresent() && from.get().ipv6() != ipv6)
        || (to.isPresent() && to.get().ipv6() != ipv6)) {
      throw new IllegalArgumentException("networks must be of the rule's family");
    }
    if (table < 1 || priority < 1 || priority > 0xFFFF_FFFFL || protocol < 1 || protocol > 255) {
      throw new IllegalArgumentException(
          "table, priority or protocol out of range: " + table + ", " + priority + ", " + protocol);
    }
  }

  String ip(String verb) {
    StringBuilder line = new StringBuilder(ipv6 ? "ip -6 rule " : "ip rule ").append(verb);
    from.ifPresent(prefix -> line.append(" from ").append(prefix.text()));
    to.ifPresent(prefix -> line.append(" to ").append(prefix.text()));
    inLink.ifPresent(name -> line.append(" iif ").append(name));
    outLink.ifPresent(name -> line.append(" oif ").append(name));
    mark.ifPresent(bits -> {
      line.append(" fwmark ").append(NetworkChange.hex(bits.value()));
      if (bits.mask() != Mark.ALL) {
        line.append('/').append(NetworkChange.hex(bits.mask()));
      }
    });
    line.append(" table ").append(table).append(" priority ").append(priority);
    return line.append(" protocol ").append(protocol).toString();
  }
}
