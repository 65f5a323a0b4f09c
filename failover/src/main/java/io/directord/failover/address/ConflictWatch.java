package io.directord.failover.address;

import io.directord.kernel.link.MacAddress;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Notices other hosts that use an address that is held here (RFC 5227 section 2.4). Confined to one
 * thread; no clock.
 */
public final class ConflictWatch {
  /** RFC 5227 section 1.1: DEFEND_INTERVAL. */
  public static final long DEFEND_INTERVAL_NANOS = 10_000_000_000L;

  /** After a claim the one who held it before may still answer; that is no conflict. */
  public static final long SETTLING_NANOS = 2_000_000_000L;

  private static final int REMEMBERED_MAX = 10_000;

  /** What is to be done about a packet. */
  public enum Verdict {
    NONE,
    /** Tell, and announce the address once more. */
    DEFEND,
    /** Tell nobody again, defend not: too soon after the last time. */
    COUNT
  }

  private final Map<InetAddress, Long> claimedAt = new HashMap<>();
  private final Map<InetAddress, Long> defendedAt = new HashMap<>();

  public void claimed(InetAddress address, long nowNanos) {
    if (claimedAt.size() < REMEMBERED_MAX) {
      claimedAt.putIfAbsent(address, nowNanos);
    }
  }

  public void released(InetAddress address) {
    claimedAt.remove(address);
    defendedAt.remove(address);
  }

  /** Somebody says that this address is at this MAC address. */
  public Verdict heard(InetAddress address, MacAddress by, Set<MacAddress> ours, long nowNanos) {
    Long since = claimedAt.get(address);
    if (since == null || ours.contains(by) || nowNanos - since < SETTLING_NANOS) {
      return Verdict.NONE;
    }
    Long defended = defendedAt.get(address);
    if (defended != null && nowNanos - defended < DEFEND_INTERVAL_NANOS) {
      return Verdict.COUNT;
    }
    defendedAt.put(address, nowNanos);
    return Verdict.DEFEND;
  }
}
