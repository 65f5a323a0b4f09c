package io.directord.director.admin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The page for people, which shows what {@code /api/v1/status} and {@code /api/v1/events} say. Its
 * files are resources, as they are; read when they are asked for first. Thread-safe.
 */
final class Console {
  private static final Map<String, String> FILES =
      Map.of(
          "/", "index.html",
          "/console.css", "console.css",
          "/console.js", "console.js",
          "/model.js", "model.js",
          "/plot.js", "plot.js",
          "/stream.js", "stream.js",
          "/view.js", "view.js");

  private static final Map<String, Answer> READ = new ConcurrentHashMap<>();

  private Console() {}

  /** Empty for what is not one of its files. */
  static Optional<Answer> file(String path) {
    return Optional.ofNullable(FILES.get(path))
        .map(name -> READ.computeIfAbsent(name, Console::read));
  }

  private static Answer read(String name) {
    try (InputStream bytes =
        Console.class.getResourceAsStream("/io/directord/director/console/" + name)) {
      if (bytes == null) {
        throw new IllegalStateException("this build lacks " + name);
      }
      String text = new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
      return new Answer.Whole(200, type(name), text);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static String type(String name) {
    String ending = name.substring(name.lastIndexOf('.') + 1);
    return switch (ending) {
      case "css" -> "text/css; charset=utf-8";
      case "js" -> "text/javascript; charset=utf-8";
      default -> "text/html; charset=utf-8";
    };
  }
}
