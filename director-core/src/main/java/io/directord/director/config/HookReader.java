package io.directord.director.config;

import com.typesafe.config.ConfigValue;
import io.directord.director.config.HookConfig.Arguments;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads one entry of {@code event-hooks}. */
final class HookReader {
  private static final Map<String, Arguments> ARGUMENTS =
      Map.of("none", Arguments.NONE, "keepalived", Arguments.KEEPALIVED);

  private HookReader() {}

  static Optional<HookConfig> read(Section section) {
    section.unknownKeys(Keys.HOOK);
    if (section.lacks("run", "the program to run, such as \"/usr/local/bin/notify\"")) {
      return Optional.empty();
    }
    List<String> command = new ArrayList<>();
    for (ConfigValue word : section.list("run", Limits.HOOK_WORDS_MAX)) {
      Optional<String> text = Values.text(word);
      if (text.isEmpty()) {
        section.error(word, "run must be words, found " + Values.describe(word));
      }
      text.ifPresent(command::add);
    }
    Set<String> kinds = new LinkedHashSet<>();
    for (ConfigValue kind : section.list("on", Limits.HOOK_WORDS_MAX)) {
      String text = Values.text(kind).orElseGet(() -> Values.describe(kind));
      if (!EventKinds.all().contains(text)) {
        section.error(
            kind, "unknown event " + Values.quote(text) + Suggestions.of(text, EventKinds.all()));
      }
      kinds.add(text);
    }
    Duration timeout =
        section
            .duration("timeout", Duration.ofMillis(1), HookConfig.TIMEOUT_MAX)
            .orElse(HookConfig.TIMEOUT);
    Arguments arguments = section.choice("arguments", ARGUMENTS, Arguments.NONE);
    return section.build(() ->
        new HookConfig(
            section.key(),
            command,
            kinds.isEmpty() ? HookConfig.USUAL : kinds,
            timeout,
            arguments));
  }
}
