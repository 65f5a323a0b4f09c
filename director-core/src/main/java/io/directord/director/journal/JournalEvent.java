package io.directord.director.journal;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import io.directord.director.config.EventKinds;
import io.directord.director.config.EventKinds.Level;
import io.directord.director.json.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Something that happened, as one line of the journal. Pure.
 *
 * @param sequence counts up by one, over restarts too
 * @param kind the word that hooks choose by: {@code role}, {@code split-brain}
 */
public record JournalEvent(long sequence, Instant at, String kind, Map<String, String> fields) {
  public JournalEvent {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /** A field; empty when it has none of that name. */
  public String text(String field) {
    return fields.getOrDefault(field, "");
  }

  /** Whom it is about: a server, a service, a router, or something with a name; else empty. */
  public String subject() {
    if (!text("service").isEmpty()) {
      return text("service") + (text("server").isEmpty() ? "" : "/" + text("server"));
    }
    return text("router") + text("name");
  }

  /** How much it matters. */
  public Level level() {
    return EventKinds.level(kind, fields);
  }

  /** One line of JSON, without its end. Its keys are sorted, which readers rely on. */
  String line() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("sequence", sequence);
    object.put("at", at.toString());
    object.put("kind", kind);
    object.put("fields", fields);
    object.put("level", level().text());
    return Json.write(object);
  }

  /** Empty for a line that a crash cut off. */
  public static Optional<JournalEvent> read(String line) {
    try {
      return Json.read(line).map(JournalEvent::of);
    } catch (ConfigException | DateTimeException malformed) {
      return Optional.empty();
    }
  }

  private static JournalEvent of(Config object) {
    Map<String, String> fields = new LinkedHashMap<>();
    object
        .getObject("fields")
        .forEach((key, value) -> fields.put(key, String.valueOf(value.unwrapped())));
    return new JournalEvent(
        object.getLong("sequence"),
        Instant.parse(object.getString("at")),
        object.getString("kind"),
        fields);
  }
}
