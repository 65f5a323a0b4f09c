package io.directord.director.command;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Takes a line of the log apart: {@code event=NAME key=value key="some words" and a rest}. Pure.
 */
final class LogWords {
  private LogWords() {}

  /** Keys and values in order; words without a key are the {@code message}. */
  static Map<String, Object> of(String line) {
    Map<String, Object> fields = new LinkedHashMap<>();
    StringBuilder rest = new StringBuilder();
    int at = 0;
    while (at < line.length()) {
      int end = wordEnd(line, at);
      String word = line.substring(at, end);
      int equals = word.indexOf('=');
      if (equals > 0 && word.substring(0, equals).matches("[a-z][a-z0-9_-]*")) {
        fields.putIfAbsent(word.substring(0, equals), value(word.substring(equals + 1)));
      } else if (!word.isEmpty()) {
        rest.append(rest.isEmpty() ? "" : " ").append(word);
      }
      at = end + 1;
    }
    if (!rest.isEmpty()) {
      fields.putIfAbsent("message", rest.toString());
    }
    return fields;
  }

  /** A quoted value ends at a quote with a blank, or nothing, behind it. */
  private static int wordEnd(String line, int from) {
    int blank = line.indexOf(' ', from);
    int quote = line.indexOf("=\"", from);
    if (quote < 0 || (blank >= 0 && blank < quote)) {
      return blank < 0 ? line.length() : blank;
    }
    for (int i = line.indexOf('"', quote + 2); i >= 0; i = line.indexOf('"', i + 1)) {
      if (i + 1 == line.length() || line.charAt(i + 1) == ' ') {
        return i + 1;
      }
    }
    return line.length();
  }

  private static String value(String text) {
    return text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"")
        ? text.substring(1, text.length() - 1)
        : text;
  }
}
