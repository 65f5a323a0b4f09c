package io.directord.health.http;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Header or trailer fields of an answer; who reads them bounds their bytes. Fields of the same name
 * are one, as RFC 9110, section 5.3 has it.
 */
final class AnswerFields {
  /** Nobody adds to it. */
  static final AnswerFields NONE = new AnswerFields();

  private final Map<String, String> values = new HashMap<>();
  private String last = "";

  void add(CharSequence name, CharSequence value) {
    last = name.toString().toLowerCase(Locale.ROOT);
    values.merge(last, value.toString().strip(), (before, more) -> before + ", " + more);
  }

  /** A line of an HTTP/1.1 header. One that is none is passed over. */
  void addLine(String line) {
    if (line.startsWith(" ") || line.startsWith("\t")) {
      // RFC 9112, section 5.2: the line before goes on.
      values.computeIfPresent(last, (_, before) -> before + " " + line.strip());
      return;
    }
    int colon = line.indexOf(':');
    if (colon > 0) {
      add(line.substring(0, colon), line.substring(colon + 1));
    }
  }

  /** By its name in lower case. */
  @Nullable String get(String name) {
    return values.get(name);
  }

  void clear() {
    values.clear();
    last = "";
  }
}
