package io.directord.director.admin;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValueFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** JSON by the library that reads the configuration; keys come out sorted. */
public final class Json {
  private static final ConfigParseOptions STRICT =
      ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON);

  private Json() {}

  /** Maps, lists, strings, numbers and booleans as one line. */
  public static String write(Object value) {
    return ConfigValueFactory.fromAnyRef(value).render(ConfigRenderOptions.concise());
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
