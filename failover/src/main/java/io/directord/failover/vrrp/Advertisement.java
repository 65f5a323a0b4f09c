package io.directord.failover.vrrp;

import java.net.InetAddress;
import java.util.List;

/**
 * What one router tells the others (RFC 9568 section 5.1; version 2: RFC 3768 section 5.1), without
 * how it is written.
 *
 * @param priority 0 (resigns) .. 255 (owns the addresses)
 * @param intervalNanos in which it advertises
 * @param addresses in the order of the packet; perhaps not all that it holds
 */
public record Advertisement(
    int version, int vrid, int priority, long intervalNanos, List<InetAddress> addresses) {
  /** Says that its sender no longer takes part. */
  public static final int RESIGN = 0;

  /** Of the router whose own addresses these are. */
  public static final int OWNER = 255;

  public Advertisement {
    addresses = List.copyOf(addresses);
    if (priority < RESIGN || priority > OWNER) {
      throw new IllegalArgumentException("priority must be 0..255, found " + priority);
    }
  }
}
