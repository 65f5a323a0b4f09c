package io.directord.director.config;

import java.time.Duration;
import java.util.Optional;

/**
 * How the kernel's table is treated as a whole.
 *
 * @param sync connection synchronisation; absent leaves the kernel's sync daemon alone
 * @param reconcileInterval how often the kernel is compared with the wish, change or not
 */
public record IpvsConfig(
    Ownership ownership, Timeouts timeouts, Optional<SyncConfig> sync, Duration reconcileInterval) {
  public static final Duration RECONCILE_INTERVAL = Duration.ofSeconds(30);
  public static final Duration RECONCILE_INTERVAL_MIN = Duration.ofSeconds(1);
  public static final Duration RECONCILE_INTERVAL_MAX = Duration.ofHours(1);
  public static final IpvsConfig DEFAULT =
      new IpvsConfig(Ownership.SHARED, Timeouts.KERNEL, Optional.empty(), RECONCILE_INTERVAL);

  /** Who else may have services in the kernel. */
  public enum Ownership {
    /** Services that are not configured here are left alone. */
    SHARED,
    /** Services that are not configured here are removed. */
    EXCLUSIVE
  }

  /** Of idle connections, as {@code ipvsadm --set}; absent leaves the kernel's value alone. */
  public record Timeouts(
      Optional<Duration> tcp, Optional<Duration> tcpFin, Optional<Duration> udp) {
    public static final Timeouts KERNEL =
        new Timeouts(Optional.empty(), Optional.empty(), Optional.empty());

    /** {@code INT_MAX / HZ} seconds, {@code ip_vs_set_timeout}: 24 days at 1000 ticks a second. */
    public static final Duration MAX = Duration.ofDays(24);

    public Timeouts {
      requireWholeSeconds("tcp", tcp);
      requireWholeSeconds("tcp-fin", tcpFin);
      requireWholeSeconds("udp", udp);
    }

    private static void requireWholeSeconds(String key, Optional<Duration> timeout) {
      if (timeout.isPresent() && !Durations.isWholeSeconds(timeout.get())) {
        throw new IllegalArgumentException(
            key + " must be whole seconds, found " + Durations.text(timeout.get()));
      }
    }
  }
}
