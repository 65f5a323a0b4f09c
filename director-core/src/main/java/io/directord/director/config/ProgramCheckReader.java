package io.directord.director.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigValue;
import io.directord.health.Check;
import io.directord.health.Curve;
import io.directord.health.agent.AgentCheck;
import io.directord.health.program.ExitCodes;
import io.directord.health.program.FileCheck;
import io.directord.health.program.ScriptCheck;
import io.directord.health.program.ScriptCheck.RunAs;
import io.directord.health.program.ScriptCheck.WeightFrom;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what only checks by programs, files and agents have. */
final class ProgramCheckReader {
  private static final Duration AGE_MIN = Duration.ofSeconds(1);
  private static final Duration AGE_MAX = Duration.ofDays(3650);

  private static final Map<String, ExitCodes> EXIT_CODES =
      Map.of(
          "plain", ExitCodes.PLAIN,
          "keepalived", ExitCodes.KEEPALIVED,
          "nagios", ExitCodes.NAGIOS);

  private static final Map<String, WeightFrom> SOURCES =
      Map.of("exit-code", WeightFrom.EXIT_CODE, "output", WeightFrom.OUTPUT);

  // They ask at no address by a socket of ours, and yet are told one.
  static final List<CheckKind> KINDS =
      List.of(
          new CheckKind(
              "script",
              CheckKind.Way.RAW,
              Optional.empty(),
              Set.of("command", "arguments", "exit-codes", "user", "group"),
              ProgramCheckReader::script),
          new CheckKind(
              "file",
              CheckKind.Way.RAW,
              Optional.empty(),
              Set.of("path", "expect", "age-max"),
              ProgramCheckReader::file),
          new CheckKind(
              "agent",
              CheckKind.Way.CONNECTION,
              Optional.of(new AgentCheck("")),
              Set.of("send"),
              ProgramCheckReader::agent));

  private ProgramCheckReader() {}

  private static Optional<Check> script(Section section, Optional<Check> base) {
    Optional<ScriptCheck> defaults = base.map(ScriptCheck.class::cast);
    if (defaults.isEmpty() && section.lacks("command", "the absolute path of a program")) {
      return Optional.empty();
    }
    if (section.has("arguments") && !section.has("command")) {
      section.error("arguments", "arguments needs its command beside it");
    }
    List<String> command =
        section.has("command")
            ? command(section)
            : defaults.map(ScriptCheck::command).orElse(List.of());
    ExitCodes exitCodes =
        section.choice(
            "exit-codes", EXIT_CODES, defaults.map(ScriptCheck::exitCodes).orElse(ExitCodes.PLAIN));
    Optional<WeightFrom> from =
        WeightReader.from(section, "script")
            .map(SOURCES::get)
            .or(() -> defaults.flatMap(ScriptCheck::weight));
    Optional<Curve> curve = WeightReader.curve(section, defaults.flatMap(ScriptCheck::curve));
    Optional<RunAs> runAs = runAs(section, defaults.flatMap(ScriptCheck::runAs));
    if (!section.clean()) {
      return Optional.empty();
    }
    Optional<Check> check =
        section.build(() -> new ScriptCheck(command, exitCodes, from, curve, runAs));
    if (check.isPresent() && section.has("command")) {
      lookFor(section, command.getFirst());
    }
    return check;
  }

  /** A list of words, or one text of words between blanks: there is no shell. */
  private static List<String> command(Section section) {
    List<String> words = new ArrayList<>();
    Optional<ConfigValue> value = section.value("command");
    if (value.isPresent() && value.get() instanceof ConfigList) {
      words.addAll(words(section, "command"));
    } else {
      section.text("command").ifPresent(text -> words.addAll(List.of(text.strip().split("\\s+"))));
    }
    words.addAll(words(section, "arguments"));
    return words;
  }

  private static List<String> words(Section section, String key) {
    List<String> words = new ArrayList<>();
    for (ConfigValue value : section.list(key, ScriptCheck.WORDS_MAX)) {
      Optional<String> word = Values.text(value);
      if (word.isEmpty()) {
        section.error(value, key + " must be a list of words, found " + Values.describe(value));
      }
      word.ifPresent(words::add);
    }
    return words;
  }

  private static Optional<RunAs> runAs(Section section, Optional<RunAs> base) {
    Optional<String> user = section.text("user").or(() -> base.map(RunAs::user));
    Optional<String> group = section.text("group").or(() -> base.map(RunAs::group));
    if (user.isEmpty() && group.isEmpty()) {
      return Optional.empty();
    }
    if (user.isEmpty()) {
      section.error("group", "group needs the user that the program runs as: give user too");
      return Optional.empty();
    }
    if (group.isEmpty()) {
      section.error("user", "user needs its group: give group too");
      return Optional.empty();
    }
    return section.build(() -> new RunAs(user.get(), group.get()));
  }

  /** No error: a configuration is checked on other machines than the director too. */
  private static void lookFor(Section section, String program) {
    try {
      Path path = Path.of(program);
      if (!Files.exists(path)) {
        section.warn("command", "command: " + program + " does not exist on this machine");
      } else if (!Files.isRegularFile(path) || !Files.isExecutable(path)) {
        section.warn("command", "command: " + program + " cannot be executed on this machine");
      }
    } catch (InvalidPathException e) {
      section.error("command", "command: " + Values.quote(program) + " cannot be a path");
    }
  }

  private static Optional<Check> file(Section section, Optional<Check> base) {
    Optional<FileCheck> defaults = base.map(FileCheck.class::cast);
    if (defaults.isEmpty() && section.lacks("path", "the absolute path of a file")) {
      return Optional.empty();
    }
    String path = section.text("path").or(() -> defaults.map(FileCheck::path)).orElse("");
    String expect = section.text("expect").or(() -> defaults.map(FileCheck::expect)).orElse("");
    Optional<Duration> ageMax =
        section.duration("age-max", AGE_MIN, AGE_MAX).or(() -> defaults.flatMap(FileCheck::ageMax));
    boolean weighs =
        WeightReader.from(section, "file").isPresent()
            || defaults.map(FileCheck::weighs).orElse(false);
    Optional<Curve> curve = WeightReader.curve(section, defaults.flatMap(FileCheck::curve));
    if (!section.clean()) {
      return Optional.empty();
    }
    return section.build(() -> new FileCheck(path, expect, ageMax, weighs, curve));
  }

  private static Optional<Check> agent(Section section, Optional<Check> base) {
    String send =
        section.text("send").orElse(base.map(check -> ((AgentCheck) check).send()).orElse(""));
    return section.build(() -> new AgentCheck(send));
  }
}
