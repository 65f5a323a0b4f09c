package io.directord.director.config;

import java.time.Duration;

/**
 * How often the hosts around are told where the addresses are now (gratuitous ARP, unsolicited
 * neighbour advertisements).
 *
 * @param burst packets for each address when the router becomes active
 * @param spacing between two packets on one interface
 * @param secondAfter when the second burst follows; zero means none
 * @param secondBurst packets for each address in the second burst
 * @param refresh how often an active router announces again; zero means never
 * @param refreshBurst packets for each address then
 * @param onLowerPriority packets for each address when another router with a lower priority was
 *     heard; 0 means none
 */
public record Announcements(
    int burst,
    Duration spacing,
    Duration secondAfter,
    int secondBurst,
    Duration refresh,
    int refreshBurst,
    int onLowerPriority) {
  public static final Announcements DEFAULT =
      new Announcements(5, Duration.ZERO, Duration.ofSeconds(5), 5, Duration.ZERO, 1, 5);
  public static final int BURST_MAX = 100;
  public static final Duration SPACING_MAX = Duration.ofSeconds(1);
  public static final Duration SECOND_AFTER_MAX = Duration.ofSeconds(1000);
  public static final Duration REFRESH_MIN = Duration.ofSeconds(1);
  public static final Duration REFRESH_MAX = Duration.ofDays(1);

  public Announcements {
    requireBurst("burst", burst, 1);
    requireBurst("second-burst", secondBurst, 1);
    requireBurst("refresh-burst", refreshBurst, 1);
    requireBurst("on-lower-priority", onLowerPriority, 0);
    if (!refresh.isZero() && refresh.compareTo(REFRESH_MIN) < 0) {
      throw new IllegalArgumentException(
          "refresh must be 0s (never) or at least 1s, found " + Durations.text(refresh));
    }
  }

  private static void requireBurst(String key, int burst, int min) {
    if (burst < min || burst > BURST_MAX) {
      throw new IllegalArgumentException(
          key + " must be " + min + ".." + BURST_MAX + ", found " + burst);
    }
  }
}
