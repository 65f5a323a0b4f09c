package io.directord.failover.vrrp;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * What a virtual router brings into an election. They may change between any two steps, which is
 * told by {@link Event.Reconfigured}. Its timers are those of RFC 9568 section 6.1 and RFC 3768
 * section 6.1. Pure.
 *
 * @param version 2 or 3
 * @param priority the one in force, 1..255: what is configured and what tracking adds
 * @param intervalNanos of our own advertisements
 * @param preempt whether a lower priority is pushed aside
 * @param preemptDelayNanos how long a lower priority is borne first; 0 for the owner
 * @param downTimerAdverts missed intervals until the Active router is held to be down; 3 by RFC
 * @param startupDelayNanos after Startup, during which nobody is held to be down
 * @param address primary address, the source of our advertisements; decides between equals
 */
public record Settings(
    int version,
    int priority,
    long intervalNanos,
    boolean preempt,
    long preemptDelayNanos,
    int downTimerAdverts,
    long startupDelayNanos,
    InetAddress address) {
  public static final int DOWN_TIMER_ADVERTS = 3;

  /** The least that the field of version 3 can say; a peer that says 0 is held to mean this. */
  static final long INTERVAL_MIN_NANOS = 10_000_000;

  private static final long SECOND_NANOS = 1_000_000_000;

  public Settings {
    if (version != 2 && version != 3) {
      throw new IllegalArgumentException("version must be 2 or 3, found " + version);
    }
    if (priority <= Advertisement.RESIGN || priority > Advertisement.OWNER) {
      throw new IllegalArgumentException("priority must be 1..255, found " + priority);
    }
    if (intervalNanos <= 0 || downTimerAdverts <= 0) {
      throw new IllegalArgumentException("interval and missed intervals must be positive");
    }
    if (preemptDelayNanos < 0 || startupDelayNanos < 0) {
      throw new IllegalArgumentException("delays must not be negative");
    }
  }

  public boolean owner() {
    return priority == Advertisement.OWNER;
  }

  /** The owner always does, whatever it is told (RFC 9568 section 6.1, Preempt_Mode). */
  boolean preempts() {
    return preempt || owner();
  }

  /** Of the Active router: version 2 knows no other interval than the own. */
  public long activeIntervalNanos(State.@Nullable Heard active) {
    return version == 2 || active == null
        ? intervalNanos
        : Math.max(active.intervalNanos(), INTERVAL_MIN_NANOS);
  }

  /** The better a router is, the shorter: so the best Backup is the first. */
  long skewNanos(long activeIntervalNanos) {
    return (256 - priority) * (version == 2 ? SECOND_NANOS : activeIntervalNanos) / 256;
  }

  public long activeDownNanos(long activeIntervalNanos) {
    return downTimerAdverts * activeIntervalNanos + skewNanos(activeIntervalNanos);
  }

  /** Of our own interval: what others wait for us, but for their skew. */
  public long activeDownNanos() {
    return activeDownNanos(intervalNanos);
  }
}
