package io.directord.director.config;

import java.time.Duration;
import java.util.Optional;

/**
 * How the directors of a pair tell each other what they run and see.
 *
 * @param key signs what is told; without one nothing is told or heard
 * @param port of UDP, the same on all nodes
 * @param interval something is told once in so long
 */
public record PeerConfig(Optional<Secret> key, int port, Duration interval) {
  public static final PeerConfig DEFAULT =
      new PeerConfig(Optional.empty(), 9114, Duration.ofSeconds(1));
  public static final Duration INTERVAL_MIN = Duration.ofMillis(200);
  public static final Duration INTERVAL_MAX = Duration.ofMinutes(1);
  private static final int PORT_MAX = 65_535;

  static PeerConfig read(Section section, boolean hasRouters) {
    section.unknownKeys(Keys.PEER);
    if (!section.has("key")) {
      for (String idle : new String[] {"port", "interval"}) {
        if (section.has(idle)) {
          section.error(idle, idle + " is of no use without key; add one, or leave it out");
        }
      }
    } else if (!hasRouters) {
      section.error("key", "key is of no use without virtual-routers: there is no pair to ask");
    }
    return new PeerConfig(
        section.has("key") ? AuthenticationReader.key(section, "key") : Optional.empty(),
        section.integer("port", 1, PORT_MAX, DEFAULT.port()),
        section.duration("interval", INTERVAL_MIN, INTERVAL_MAX).orElse(DEFAULT.interval()));
  }
}
