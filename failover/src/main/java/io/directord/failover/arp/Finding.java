package io.directord.failover.arp;

import io.directord.kernel.link.MacAddress;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/**
 * A real server that does not keep silent.
 *
 * @param mac with which it claimed the address
 * @param signs what it was seen to do since then
 */
public record Finding(Watched watched, MacAddress mac, Set<Sign> signs, Instant since) {
  public Finding {
    signs = Set.copyOf(signs);
    if (signs.isEmpty()) {
      throw new IllegalArgumentException("a finding needs a sign");
    }
  }

  /** The same server in other words of the configuration. */
  Finding of(Watched other) {
    return new Finding(other, mac, signs, since);
  }

  Finding with(MacAddress latest, Sign sign) {
    if (latest.equals(mac) && signs.contains(sign)) {
      return this;
    }
    EnumSet<Sign> all = EnumSet.copyOf(signs);
    all.add(sign);
    return new Finding(watched, latest, all, since);
  }
}
