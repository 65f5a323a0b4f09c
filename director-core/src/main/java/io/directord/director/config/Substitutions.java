package io.directord.director.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds substitutions that name no key. */
final class Substitutions {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{[^}]*}");

  private Substitutions() {}

  static void reportUnresolved(ConfigValue value, Problems problems, String description) {
    try {
      switch (value) {
        case ConfigObject object -> {
          for (Map.Entry<String, ConfigValue> entry : object.entrySet()) {
            reportUnresolved(entry.getValue(), problems, description);
          }
        }
        case ConfigList list -> {
          for (ConfigValue element : list) {
            reportUnresolved(element, problems, description);
          }
        }
        default -> value.valueType();
      }
    } catch (ConfigException.NotResolved _) {
      Matcher matcher = REFERENCE.matcher(value.render());
      String reference = matcher.find() ? matcher.group() : "a substitution";
      Place place = Place.of(value.origin());
      problems.error(
          place.line() > 0 ? place : new Place(description, 0),
          "",
          reference
              + " names no key of this configuration; the environment is not consulted, so that"
              + " every reading of the file agrees");
    }
  }
}
