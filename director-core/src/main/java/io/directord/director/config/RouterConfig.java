package io.directord.director.config;

import io.directord.kernel.Family;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/**
 * A virtual router: the addresses that one of several nodes holds (RFC 9568; version 2 is RFC
 * 3768).
 *
 * @param interfaceName where it advertises and claims its addresses
 * @param peers asked by unicast; empty means multicast
 */
public record RouterConfig(
    String name,
    String interfaceName,
    int vrid,
    int priority,
    int version,
    Duration advertisementInterval,
    boolean preempt,
    Duration preemptDelay,
    List<VirtualAddress> addresses,
    List<InetAddress> peers,
    List<Track> track,
    Authentication authentication,
    RouterTiming timing,
    RouterWire wire,
    Holding holding,
    Announcements announcements) {
  /** The priority of the router that owns the addresses. */
  public static final int OWNER = 255;

  public static final int PRIORITY = 100;
  public static final int VERSION = 3;
  public static final Duration ADVERTISEMENT_INTERVAL = Duration.ofSeconds(1);
  public static final Duration PREEMPT_DELAY_MAX = Duration.ofSeconds(1000);

  /** The field has 12 bits of centiseconds, RFC 9568 section 5.2.7. */
  static final Duration INTERVAL_MIN_V3 = Duration.ofMillis(10);

  static final Duration INTERVAL_MAX_V3 = Duration.ofMillis(40_950);

  /** The field has 8 bits of seconds, RFC 3768 section 5.3.7. */
  static final Duration INTERVAL_MIN_V2 = Duration.ofSeconds(1);

  static final Duration INTERVAL_MAX_V2 = Duration.ofSeconds(255);

  public RouterConfig {
    addresses = List.copyOf(addresses);
    peers = List.copyOf(peers);
    track = List.copyOf(track);
    Names.requireInterface("interface", interfaceName);
    require("vrid", vrid, 1, 255);
    require("priority", priority, 1, OWNER);
    require("version", version, 2, 3);
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException("addresses must name at least one address to hold");
    }
    requireInterval(version, advertisementInterval);
  }

  /** With the defaults of everything that is grouped. */
  public RouterConfig(
      String name,
      String interfaceName,
      int vrid,
      int priority,
      int version,
      Duration advertisementInterval,
      boolean preempt,
      Duration preemptDelay,
      List<VirtualAddress> addresses,
      List<InetAddress> peers,
      List<Track> track,
      Authentication authentication) {
    this(
        name,
        interfaceName,
        vrid,
        priority,
        version,
        advertisementInterval,
        preempt,
        preemptDelay,
        addresses,
        peers,
        track,
        authentication,
        RouterTiming.DEFAULT,
        RouterWire.DEFAULT,
        Holding.DEFAULT,
        Announcements.DEFAULT);
  }

  /** Of the addresses it advertises. */
  public Family family() {
    return addresses.getFirst().family();
  }

  private static void require(String key, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(key + " must be " + min + ".." + max + ", found " + value);
    }
  }

  private static void requireInterval(int version, Duration interval) {
    Duration min = version == 3 ? INTERVAL_MIN_V3 : INTERVAL_MIN_V2;
    Duration max = version == 3 ? INTERVAL_MAX_V3 : INTERVAL_MAX_V2;
    boolean onGrid =
        version == 3
            ? interval.toNanos() % 10_000_000 == 0
            : interval.toNanos() % 1_000_000_000 == 0;
    if (interval.compareTo(min) < 0 || interval.compareTo(max) > 0 || !onGrid) {
      throw new IllegalArgumentException(
          "advertisement-interval of version "
              + version
              + " must be "
              + (version == 3 ? "10ms..40.95s in steps of 10ms" : "1s..255s in whole seconds")
              + ", found "
              + Durations.text(interval));
    }
  }
}
