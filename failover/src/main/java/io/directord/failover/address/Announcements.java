package io.directord.failover.address;

import java.time.Duration;

/**
 * How often others are told where an address lives now.
 *
 * @param burst copies at takeover
 * @param spacing between two packets on one interface; 0: as fast as it takes them
 * @param secondAfter the takeover comes the second burst; 0: none
 * @param refresh while Active; 0: never
 * @param onLowerPriority copies when a router of lower priority spoke up
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
}
