package io.directord.director.command;

import io.directord.director.config.EventKinds.Level;
import io.directord.director.journal.JournalEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** An event as a line for people: when, how bad, what, of whom, and why. Pure. */
final class EventText {
  private static final int KIND_WIDTH = 20;
  private static final int SUBJECT_WIDTH = 20;

  /** Said elsewhere in the line. */
  private static final Set<String> SUBJECTS = Set.of("router", "service", "server", "name");

  private EventText() {}

  static String of(JournalEvent event) {
    List<String> parts = new ArrayList<>();
    event
        .fields()
        .forEach((key, value) -> {
          if (!SUBJECTS.contains(key) && !key.equals("because")) {
            parts.add(key + "=" + (value.indexOf(' ') < 0 ? value : "\"" + value + "\""));
          }
        });
    String because = event.text("because");
    return event.at()
        + "  "
        + mark(event.level())
        + padded(event.kind(), KIND_WIDTH)
        + padded(event.subject(), SUBJECT_WIDTH)
        + parts.stream().collect(Collectors.joining(" "))
        + (because.isEmpty() ? "" : (parts.isEmpty() ? "" : "  ") + because);
  }

  private static String mark(Level level) {
    return switch (level) {
      case INFO -> "   ";
      case WARNING -> "!  ";
      case ERROR -> "!! ";
    };
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(1, width - text.length()));
  }
}
