package io.directord.director.doctor;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.util.List;
import java.util.Optional;

/** Fields of a status that may be of another version: what is not there is empty. Pure. */
final class Status {
  private Status() {}

  static String text(Config object, String path) {
    try {
      return object.hasPath(path) ? object.getString(path) : "";
    } catch (ConfigException.WrongType other) {
      return "";
    }
  }

  static boolean flag(Config object, String path, boolean otherwise) {
    String text = text(object, path);
    return text.isEmpty() ? otherwise : text.equals("true");
  }

  static long number(Config object, String path) {
    String text = text(object, path);
    return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
  }

  static List<? extends Config> objects(Config object, String path) {
    try {
      return object.hasPath(path) ? object.getConfigList(path) : List.of();
    } catch (ConfigException.WrongType other) {
      return List.of();
    }
  }

  static List<? extends Config> objects(Optional<Config> object, String path) {
    return object.isPresent() ? objects(object.get(), path) : List.of();
  }
}
