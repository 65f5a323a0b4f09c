package io.directord.director.command;

import io.directord.director.Daemon;
import io.directord.director.Shadow;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a command line of {@code directord run} says.
 *
 * <p>{@link #read} understands the lines that start daemons, and nothing else: picocli takes a
 * third of a start (decision 0045). Everything that it does not take at once, bad usage and a wish
 * for help among it, is picocli's.
 *
 * @param json whether each line of the log is an object
 */
record RunLine(Daemon.Options options, boolean json) {
  static final String CONFIG = "--config";
  static final String STATE = "--state";
  static final String SHADOW = "--shadow";
  static final String LOG_FORMAT = "--log-format";

  static final String CONFIG_DEFAULT = "/etc/directord/directord.conf";
  static final String STATE_DEFAULT = "/var/lib/directord";
  static final String STATE_VARIABLE = "STATE_DIRECTORY";
  static final String SHADOW_ALONE = "all";
  static final String SHADOW_DEFAULT = "none";
  static final String LOG_FORMAT_DEFAULT = "text";

  /** The file's path becomes absolute: the log and the status tell it to people elsewhere. */
  static RunLine of(Path config, Path state, Shadow shadow, boolean json) {
    return new RunLine(new Daemon.Options(config.toAbsolutePath(), shadow, state), json);
  }

  /** Pure; empty for what picocli is to look at. */
  static Optional<RunLine> read(String[] words, Map<String, String> environment) {
    if (words.length == 0 || !words[0].equals("run")) {
      return Optional.empty();
    }
    return options(Arrays.copyOfRange(words, 1, words.length))
        .flatMap(given -> {
          String state = environment.getOrDefault(STATE_VARIABLE, STATE_DEFAULT);
          Optional<Shadow> shadow = Shadow.named(given.getOrDefault(SHADOW, SHADOW_DEFAULT));
          Optional<Boolean> json = json(given.getOrDefault(LOG_FORMAT, LOG_FORMAT_DEFAULT));
          return shadow.flatMap(seen ->
              json.map(objects ->
                  of(
                      Path.of(given.getOrDefault(CONFIG, CONFIG_DEFAULT)),
                      Path.of(given.getOrDefault(STATE, state)),
                      seen,
                      objects)));
        });
  }

  /** Each option once, with its value in the same word or in the next one. */
  private static Optional<Map<String, String>> options(String[] words) {
    Map<String, String> given = new HashMap<>();
    for (int at = 0; at < words.length; at++) {
      String word = words[at];
      int equals = word.indexOf('=');
      String name = equals < 0 ? word : word.substring(0, equals);
      String value;
      if (equals >= 0) {
        value = word.substring(equals + 1);
      } else if (at + 1 < words.length && !words[at + 1].startsWith("-")) {
        value = words[++at];
      } else if (name.equals(SHADOW)) {
        value = SHADOW_ALONE;
      } else {
        return Optional.empty();
      }
      if (!isOption(name) || !isPlain(value) || given.put(name, value) != null) {
        return Optional.empty();
      }
    }
    return Optional.of(given);
  }

  private static boolean isOption(String name) {
    return switch (name) {
      case CONFIG, STATE, SHADOW, LOG_FORMAT -> true;
      default -> false;
    };
  }

  /** Nothing that picocli might read in another way: a file of arguments, a quoted word. */
  private static boolean isPlain(String value) {
    return !value.isEmpty()
        && value.chars().allMatch(c -> Character.isLetterOrDigit(c) || "/._-+:".indexOf(c) >= 0);
  }

  private static Optional<Boolean> json(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "text" -> Optional.of(false);
      case "json" -> Optional.of(true);
      default -> Optional.empty();
    };
  }
}
