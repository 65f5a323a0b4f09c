package io.directord.director.journal;

import java.util.List;
import java.util.Map;

/** The four words that keepalived's {@code notify} scripts are called with. Pure. */
final class KeepalivedArguments {
  private static final Map<String, String> STATES =
      Map.of("active", "MASTER", "backup", "BACKUP", "fault", "FAULT", "initialize", "STOP");

  private KeepalivedArguments() {}

  /** The same in a pipe, with its quotes. */
  static String line(List<String> words) {
    return words.get(0) + " \"" + words.get(1) + "\" " + words.get(2) + " " + words.get(3);
  }

  /** Empty for what keepalived has no words for. */
  static List<String> of(JournalEvent event) {
    String router = event.fields().get("router");
    String state = STATES.get(event.fields().getOrDefault("role", ""));
    return router == null || state == null
        ? List.of()
        : List.of("INSTANCE", router, state, event.fields().getOrDefault("priority", "0"));
  }
}
