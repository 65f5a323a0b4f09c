package io.directord.director.config;

import com.typesafe.config.ConfigValue;
import io.directord.director.config.EventKinds.Level;
import io.directord.director.config.HookConfig.Arguments;
import io.directord.director.config.HookConfig.Filter;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads one entry of {@code event-hooks}. */
final class HookReader {
  private static final Map<String, Arguments> ARGUMENTS =
      Map.of("none", Arguments.NONE, "keepalived", Arguments.KEEPALIVED);
  private static final Map<String, Level> LEVELS =
      Map.of("info", Level.INFO, "warning", Level.WARNING, "error", Level.ERROR);
  private static final List<String> WAYS = List.of("run", "fifo", "post", "mail");
  private static final int HEADERS_MAX = 32;

  private final Section section;

  private HookReader(Section section) {
    this.section = section;
  }

  static Optional<HookConfig> read(Section section) {
    return new HookReader(section).hook();
  }

  private Optional<HookConfig> hook() {
    section.unknownKeys(Keys.HOOK);
    List<String> ways = WAYS.stream().filter(section::has).toList();
    if (ways.size() > 1) {
      section.refuse(ways.get(1), "stands beside " + ways.getFirst() + "; make it two hooks");
      return Optional.empty();
    }
    if (ways.isEmpty()) {
      section.lacks(
          "run", "the program to run, such as \"/usr/local/bin/notify\"; or fifo, post, or mail");
      return Optional.empty();
    }
    for (String key : List.of("headers", "certificates")) {
      if (section.has(key) && !section.has("post")) {
        section.refuse(key, "goes with post only");
      }
    }
    if (section.has("arguments") && section.has("post")) {
      section.refuse("arguments", "goes with run and fifo only: post sends the event as JSON");
    } else if (section.has("arguments") && section.has("mail")) {
      section.refuse("arguments", "goes with run and fifo only");
    }
    Filter filter = filter();
    Duration timeout =
        section
            .duration("timeout", Duration.ofMillis(1), HookConfig.TIMEOUT_MAX)
            .orElse(HookConfig.TIMEOUT);
    int attempts = section.integer("attempts", 1, HookConfig.ATTEMPTS_MAX, HookConfig.ATTEMPTS);
    return way(ways.getFirst())
        .flatMap(way ->
            section.build(() -> new HookConfig(section.key(), way, filter, timeout, attempts)));
  }

  private Optional<HookConfig.Way> way(String key) {
    Arguments arguments = section.choice("arguments", ARGUMENTS, Arguments.NONE);
    return switch (key) {
      case "run" -> section.build(() -> new HookConfig.Program(words("run"), arguments));
      case "fifo" ->
          path(section, "fifo")
              .flatMap(path -> section.build(() -> new HookConfig.Fifo(path, arguments)));
      case "mail" -> section.section("mail").flatMap(MailReader::read);
      default -> post();
    };
  }

  private Optional<HookConfig.Way> post() {
    Map<String, Secret> headers = headers();
    Optional<Path> certificates =
        section.has("certificates") ? path(section, "certificates") : Optional.empty();
    try {
      URI url = URI.create(section.text("post").orElse(""));
      return section.build(() -> new HookConfig.Web(url, headers, certificates));
    } catch (IllegalArgumentException malformed) {
      section.error("post", "post must be an https:// or http:// address");
      return Optional.empty();
    }
  }

  /** A value behind {@code file:} or {@code credential:} is fetched when it is needed. */
  private Map<String, Secret> headers() {
    Map<String, Secret> headers = new TreeMap<>();
    Optional<Section> given = section.section("headers");
    if (given.isEmpty()) {
      return headers;
    }
    for (String name : given.get().keys()) {
      String value = given.get().text(name).orElse("");
      boolean bare = value.chars().noneMatch(c -> c < ' ' || c > '~');
      if (!name.matches("[A-Za-z0-9-]{1,64}") || !bare || headers.size() == HEADERS_MAX) {
        given
            .get()
            .error(
                name,
                "a header is a name of letters, digits and \"-\", and a value of ASCII (not"
                    + " shown); at most "
                    + HEADERS_MAX);
      } else {
        headers.put(name, PasswordReader.secret(value).orElse(new Secret.Plain(value)));
      }
    }
    return headers;
  }

  static Optional<Path> path(Section section, String key) {
    try {
      Optional<Path> path = section.text(key).map(Path::of);
      if (path.isPresent() && !path.get().isAbsolute()) {
        section.error(key, key + " must be an absolute path");
        return Optional.empty();
      }
      return path;
    } catch (InvalidPathException _) {
      section.error(key, key + " is no path");
      return Optional.empty();
    }
  }

  private Filter filter() {
    Set<String> kinds = new LinkedHashSet<>();
    for (ConfigValue kind : section.list("on", Limits.HOOK_WORDS_MAX)) {
      String text = Values.text(kind).orElseGet(() -> Values.describe(kind));
      if (!EventKinds.all().contains(text)) {
        section.error(
            kind, "unknown event " + Values.quote(text) + Suggestions.of(text, EventKinds.all()));
      }
      kinds.add(text);
    }
    boolean usual = kinds.isEmpty() && !section.has("level");
    return new Filter(
        usual ? HookConfig.USUAL : kinds,
        section.choice("level", LEVELS, Level.INFO),
        new LinkedHashSet<>(words("routers")),
        new LinkedHashSet<>(words("services")),
        new LinkedHashSet<>(words("servers")));
  }

  private List<String> words(String key) {
    List<String> words = new ArrayList<>();
    for (ConfigValue word : section.list(key, Limits.HOOK_WORDS_MAX)) {
      Optional<String> text = Values.text(word);
      if (text.isEmpty()) {
        section.error(word, key + " must be words, found " + Values.describe(word));
      }
      text.ifPresent(words::add);
    }
    return words;
  }
}
