package io.directord.health.agent;

import io.directord.health.Advice;
import io.directord.health.Advice.Mode;
import io.directord.health.Advice.Weight;
import io.directord.health.WeightText;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An agent's line. Words are separated by blanks, tabs and commas, and are of three kinds: health,
 * mode, and numbers; the last of each kind counts. Behind {@code #} stands a reason. Pure.
 */
sealed interface AgentAnswer {
  int CHARACTERS_MAX = 1024;

  /**
   * Said, or nothing said of health.
   *
   * @param unknown the first word that is not known
   */
  record Up(Advice advice, Optional<String> unknown) implements AgentAnswer {}

  /**
   * Said.
   *
   * @param word {@code down}, {@code fail} or {@code stopped}
   */
  record Down(String word, String reason) implements AgentAnswer {}

  /** Not one word. */
  record Nothing() implements AgentAnswer {}

  static AgentAnswer of(String line) {
    // Within a word it is a part of that.
    Matcher reason = Words.REASON.matcher(line);
    boolean reasoned = reason.find();
    Words words = new Words();
    Words.SEPARATOR
        .splitAsStream(reasoned ? line.substring(0, reason.start()) : line)
        .filter(word -> !word.isEmpty())
        .forEach(words::hear);
    return words.answer(reasoned ? line.substring(reason.end()).strip() : "");
  }

  /** What was heard so far. */
  final class Words {
    private static final Pattern SEPARATOR = Pattern.compile("[ \\t,]+");
    private static final Pattern REASON = Pattern.compile("(?:^|(?<=[ \\t,]))#");
    private static final Set<String> DOWN = Set.of("down", "fail", "stopped");
    private static final Pattern SHARE = Pattern.compile("\\d+%");
    private static final String WEIGHT = "weight:";
    private static final String CONNECTIONS = "maxconn:";
    private static final Pattern COUNT = Pattern.compile("\\d{1,9}");

    private @Nullable String health;
    private Advice advice = Advice.NONE;
    private @Nullable String unknown;
    private boolean any;

    void hear(String written) {
      any = true;
      String word = written.toLowerCase(Locale.ROOT);
      if (word.equals("up") || DOWN.contains(word)) {
        health = word;
        return;
      }
      Optional<Advice> more = said(word);
      if (more.isPresent()) {
        advice = more.get().after(advice);
      } else if (unknown == null) {
        unknown = written;
      }
    }

    AgentAnswer answer(String reason) {
      if (health != null && DOWN.contains(health)) {
        return new Down(health, reason);
      }
      return any ? new Up(advice, Optional.ofNullable(unknown)) : new Nothing();
    }

    private static Optional<Advice> said(String word) {
      return switch (word) {
        case "ready" -> Optional.of(Advice.mode(Mode.READY));
        case "drain" -> Optional.of(Advice.mode(Mode.DRAIN));
        case "maint" -> Optional.of(Advice.mode(Mode.MAINTENANCE));
        default -> number(word);
      };
    }

    private static Optional<Advice> number(String word) {
      if (SHARE.matcher(word).matches()) {
        OptionalInt percent = WeightText.percent(word);
        // HAProxy too takes as much as it can give.
        return Optional.of(Advice.weight(new Weight.Percent(percent.orElse(Advice.PERCENT_MAX))));
      }
      if (word.startsWith(WEIGHT)) {
        return WeightText.weight(word.substring(WEIGHT.length()), Optional.empty())
            .map(Advice::weight);
      }
      if (word.startsWith(CONNECTIONS)
          && COUNT.matcher(word.substring(CONNECTIONS.length())).matches()) {
        int connections = Integer.parseInt(word.substring(CONNECTIONS.length()), 10);
        return Optional.of(
            new Advice(Optional.empty(), Optional.empty(), OptionalInt.of(connections)));
      }
      return Optional.empty();
    }
  }
}
