package io.directord.director.json;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** JSON: written by hand, read by the library that reads the configuration. */
public final class Json {
  private static final ConfigParseOptions STRICT =
      ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON);

  private Json() {}

  /**
   * Maps with text for keys, collections, text, whole numbers and doubles, booleans, null, and what
   * was read by the library, as one line; keys come out sorted, those that are numbers first.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static String write(Object value) {
    return new JsonWriter().value(value).toString();
  }

  /** An object with its keys and values in turn. */
  public static Map<String, Object> object(Object... keysAndValues) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      object.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return object;
  }

  /** The object in the text, or empty when it is none. */
  public static Optional<Config> read(String text) {
    try {
      return Optional.of(ConfigFactory.parseString(text, STRICT));
    } catch (ConfigException malformed) {
      return Optional.empty();
    }
  }
}
