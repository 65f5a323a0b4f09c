package io.directord.director.json;

import com.typesafe.config.ConfigValue;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One line of JSON (RFC 8259), to the byte as the library of the configuration would write it, but
 * without making a tree of it first. Not thread-safe.
 */
final class JsonWriter {
  private static final String HEX = "0123456789abcdef";

  private final StringBuilder line = new StringBuilder();

  JsonWriter value(@Nullable Object value) {
    switch (value) {
      case null -> line.append("null");
      case String text -> text(text);
      case Map<?, ?> map -> object(map);
      case Iterable<?> list -> array(list);
      case Double number when !Double.isFinite(number) -> line.append("null");
      case Boolean _, Integer _, Long _, Double _ -> line.append(value);
      case ConfigValue read -> value(read.unwrapped());
      default -> throw new IllegalArgumentException("no JSON for " + value.getClass().getName());
    }
    return this;
  }

  private void object(Map<?, ?> map) {
    String[] keys = map.keySet().toArray(String[]::new);
    Arrays.sort(keys, JsonWriter::compare);
    line.append('{');
    for (String key : keys) {
      separate('{');
      text(key);
      line.append(':');
      value(map.get(key));
    }
    line.append('}');
  }

  private void array(Iterable<?> list) {
    line.append('[');
    for (Object each : list) {
      separate('[');
      value(each);
    }
    line.append(']');
  }

  /** From what comes before, but for what begins the whole. */
  private void separate(char begin) {
    if (line.charAt(line.length() - 1) != begin) {
      line.append(',');
    }
  }

  private void text(String text) {
    line.append('"');
    int from = 0;
    for (int at = 0; at < text.length(); at++) {
      char letter = text.charAt(at);
      if (letter == '"' || letter == '\\' || letter < ' ') {
        line.append(text, from, at);
        escape(letter);
        from = at + 1;
      }
    }
    line.append(text, from, text.length()).append('"');
  }

  private void escape(char letter) {
    line.append('\\');
    switch (letter) {
      case '"', '\\' -> line.append(letter);
      case '\n' -> line.append('n');
      case '\r' -> line.append('r');
      case '\t' -> line.append('t');
      case '\b' -> line.append('b');
      case '\f' -> line.append('f');
      default -> line.append("u00").append(HEX.charAt(letter >> 4)).append(HEX.charAt(letter & 15));
    }
  }

  private static int compare(String one, String other) {
    boolean number = isNumber(one);
    if (number != isNumber(other)) {
      return number ? -1 : 1;
    }
    int byValue = number ? new BigInteger(one).compareTo(new BigInteger(other)) : 0;
    return byValue != 0 ? byValue : one.compareTo(other);
  }

  private static boolean isNumber(String text) {
    for (int at = 0; at < text.length(); at++) {
      if (text.charAt(at) < '0' || text.charAt(at) > '9') {
        return false;
      }
    }
    return !text.isEmpty();
  }

  @Override
  public String toString() {
    return line.toString();
  }
}
