package io.directord.director.config;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The kinds of events that the journal has, and how much each matters. Pure. */
public final class EventKinds {

  /** How much an event matters, as log and filters have it; in rising order. */
  public enum Level {
    INFO,
    WARNING,
    ERROR;

    public String text() {
      return switch (this) {
        case INFO -> "info";
        case WARNING -> "warning";
        case ERROR -> "error";
      };
    }
  }

  private static final Map<String, Level> LEVELS = new TreeMap<>();

  static {
    put(
        Level.INFO,
        "started",
        "stopped",
        "reload",
        "override",
        "override-ended",
        "maintenance",
        "standing");
    put(Level.INFO, "role", "election", "addresses-claimed", "addresses-released", "accept-rules");
    put(Level.INFO, "server", "servers", "service", "check", "change", "in-step", "quorum-held");
    put(Level.INFO, "peer-heard");
    put(Level.WARNING, "peer-problem", "peer-problem-ended", "peer-rejected", "peer-deaf");
    put(Level.INFO, "would-claim", "would-release", "shadow-agrees");
    put(Level.WARNING, "split-brain-ended", "arp-problem-ended", "panic-ended", "self-doubt-ended");
    put(Level.WARNING, "drift", "address-restored", "network-restored", "accept-rules-restored");
    put(Level.WARNING, "quorum-lost", "arp-unwatched", "not-punctual", "shadow-disagrees");
    put(Level.ERROR, "split-brain", "address-conflict", "arp-problem", "overslept", "panic");
    put(Level.ERROR, "self-doubt", "refused", "kernel-failed", "journal-lost");
    put(Level.ERROR, "address-refused", "network-refused", "accept-rules-refused");
  }

  private EventKinds() {}

  private static void put(Level level, String... kinds) {
    for (String kind : kinds) {
      LEVELS.put(kind, level);
    }
  }

  public static Set<String> all() {
    return LEVELS.keySet();
  }

  /** Of one event; some kinds tell of good and of bad. */
  public static Level level(String kind, Map<String, String> fields) {
    Level level = LEVELS.getOrDefault(kind, Level.INFO);
    return switch (kind) {
      case "role" -> "fault".equals(fields.get("role")) ? Level.ERROR : level;
      case "reload" ->
          switch (fields.getOrDefault("result", "")) {
            case "rejected", "refused" -> Level.ERROR;
            default -> level;
          };
      case "check" -> "down".equals(fields.get("state")) ? Level.WARNING : level;
      case "server" -> "down".equals(fields.get("state")) ? Level.WARNING : level;
      case "service" ->
          switch (fields.getOrDefault("state", "")) {
            case "no-server-left" -> Level.ERROR;
            case "last-resort" -> Level.WARNING;
            default -> level;
          };
      default -> level;
    };
  }
}
