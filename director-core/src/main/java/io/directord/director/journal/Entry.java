package io.directord.director.journal;

import io.directord.director.config.EventKinds;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Something worth the journal that it has not numbered yet. Pure. */
public record Entry(String kind, Map<String, String> fields) {
  /** A longer value is cut: a line has a bound. */
  static final int VALUE_CHARS_MAX = 1_000;

  static final int FIELDS_MAX = 24;

  public Entry {
    if (!EventKinds.all().contains(kind)) {
      throw new IllegalArgumentException("no such kind of event: " + kind);
    }
    if (fields.size() > FIELDS_MAX) {
      throw new IllegalArgumentException("too many fields: " + fields.keySet());
    }
    Map<String, String> kept = LinkedHashMap.newLinkedHashMap(fields.size());
    fields.forEach((key, value) -> kept.put(key, cut(value)));
    fields = Collections.unmodifiableMap(kept);
  }

  /** Keys and values in turn; what has an empty value is left out. */
  public static Entry of(String kind, String... keysAndValues) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      if (!keysAndValues[i + 1].isEmpty()) {
        fields.put(keysAndValues[i], keysAndValues[i + 1]);
      }
    }
    return new Entry(kind, fields);
  }

  private static String cut(String value) {
    return value.length() <= VALUE_CHARS_MAX ? value : value.substring(0, VALUE_CHARS_MAX) + "…";
  }
}
