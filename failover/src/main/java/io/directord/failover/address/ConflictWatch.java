package io.directord.failover.address;

import io.directord.kernel.link.MacAddress;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
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

  /**
   * What is to be done about a packet.
   *
   * @param defendInNanos then tell, and announce the address once more; empty when that is not to
   *     be, or is on its way
   */
  public record Verdict(boolean conflict, OptionalLong defendInNanos) {
    public static final Verdict NONE = new Verdict(false, OptionalLong.empty());
    public static final Verdict COUNT = new Verdict(true, OptionalLong.empty());
    public static final Verdict DEFEND = defendIn(0);

    public static Verdict defendIn(long nanos) {
      return new Verdict(true, OptionalLong.of(nanos));
    }
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

  /**
   * Somebody says that this address is at this MAC address. Who claims it again too soon after a
   * defence is answered when the interval is over: whoever believed it would be led astray until
   * its own cache runs out.
   */
  public Verdict heard(InetAddress address, MacAddress by, Set<MacAddress> ours, long nowNanos) {
    Long since = claimedAt.get(address);
    if (since == null || ours.contains(by) || nowNanos - since < SETTLING_NANOS) {
      return Verdict.NONE;
    }
    Long defended = defendedAt.get(address);
    if (defended == null || nowNanos - defended >= DEFEND_INTERVAL_NANOS) {
      defendedAt.put(address, nowNanos);
      return Verdict.DEFEND;
    }
    if (nowNanos - defended < 0) {
      return Verdict.COUNT;
    }
    long next = defended + DEFEND_INTERVAL_NANOS;
    defendedAt.put(address, next);
    return Verdict.defendIn(next - nowNanos);
  }
}
