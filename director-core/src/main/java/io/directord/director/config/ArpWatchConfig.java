package io.directord.director.config;

import java.time.Duration;
import java.util.Map;

/**
 * What is done about real servers that answer for a service's address.
 *
 * @param interval each is asked once in so long
 */
public record ArpWatchConfig(Duration interval, Action action) {
  public static final ArpWatchConfig DEFAULT =
      new ArpWatchConfig(Duration.ofSeconds(4), Action.REPORT);
  public static final Duration INTERVAL_MIN = Duration.ofSeconds(2);
  public static final Duration INTERVAL_MAX = Duration.ofHours(1);

  /** What is done. */
  public enum Action {
    OFF,
    REPORT,
    /** As with a server whose check has failed; but the last one in service stays. */
    REMOVE
  }

  private static final Map<String, Action> ACTIONS =
      Map.of("off", Action.OFF, "report", Action.REPORT, "remove", Action.REMOVE);

  static ArpWatchConfig read(Section section) {
    section.unknownKeys(Keys.ARP_WATCH);
    Action action = section.choice("action", ACTIONS, DEFAULT.action());
    if (action == Action.OFF && section.has("interval")) {
      section.error("interval", "interval is of no use with action = off; leave one of them out");
    }
    return new ArpWatchConfig(
        section.duration("interval", INTERVAL_MIN, INTERVAL_MAX).orElse(DEFAULT.interval()),
        action);
  }
}
