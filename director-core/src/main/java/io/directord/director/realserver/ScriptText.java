package io.directord.director.realserver;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** Steps as commands for a POSIX shell: a list, or a whole script that needs no Java. Pure. */
public final class ScriptText {
  private static final String FRAME = "real-server.sh";
  private static final String MARK = "#STEPS\n";

  private ScriptText() {}

  /** A script whose argument is {@code apply}, {@code remove} or {@code status}. */
  public static String script(List<Step> steps) {
    StringBuilder text = new StringBuilder("steps='");
    for (int number = 1; number <= steps.size(); number++) {
      text.append(number == 1 ? "" : " ").append(number);
    }
    text.append("'\n");
    int number = 0;
    for (Step step : steps) {
      text.append("\n# ").append(step.text()).append(because(step));
      text.append("\nstep_").append(++number).append("() {\n  case $1 in\n");
      branch(text, "key", "echo " + Command.quote(step.key()));
      branch(text, "rest", "echo " + Command.quote(step.rest()));
      branch(text, "text", "echo " + Command.quote(step.text()));
      switch (step) {
        case Step.Toggle toggle -> toggle(text, toggle);
        case Step.Sysctl sysctl -> sysctl(text, sysctl);
        case Step.DefaultRoute route -> route(text, route);
      }
      branch(text, "need", needs(step));
      text.append("  esac\n}\n");
    }
    return frame().replace(MARK, text);
  }

  private static String frame() {
    try (InputStream in = ScriptText.class.getResourceAsStream(FRAME)) {
      if (in == null) {
        throw new IllegalStateException("this build lacks " + FRAME);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static String because(Step step) {
    return step.why().isEmpty() ? "" : ": " + step.why();
  }

  private static void branch(StringBuilder text, String name, String command) {
    String end = command.endsWith("\nEND") ? "\n      ;;\n" : " ;;\n";
    text.append("    ").append(name).append(") ").append(command).append(end);
  }

  private static void toggle(StringBuilder text, Step.Toggle toggle) {
    branch(text, "is", shows(toggle.look()));
    branch(text, "there", shows(toggle.there()));
    branch(text, "now", ":");
    branch(text, "make", all(toggle.make()));
    branch(text, "undo", toggle.undo().isEmpty() ? ":" : all(toggle.undo()));
    branch(text, "stays", toggle.undo().isEmpty() ? "echo yes" : ":");
  }

  private static String shows(Step.Look look) {
    String texts =
        look.texts().stream().map(each -> Command.quote(each) + " ").collect(Collectors.joining());
    return "shows " + texts + "-- " + look.command().shell();
  }

  private static String all(List<Command> commands) {
    return commands.stream().map(Command::shell).collect(Collectors.joining(" && "));
  }

  private static void sysctl(StringBuilder text, Step.Sysctl sysctl) {
    branch(
        text, "is | there", "[ \"$(step_now " + sysctl.path() + ")\" = " + sysctl.value() + " ]");
    branch(text, "now", "step_now " + sysctl.path());
    branch(text, "make", set(sysctl, sysctl.value()));
    branch(text, "undo", "echo \"$2\" >" + sysctl.path());
    branch(text, "stays", ":");
  }

  private static String set(Step.Sysctl sysctl, String value) {
    return "echo " + Command.quote(value) + " >" + sysctl.path();
  }

  private static void route(StringBuilder text, Step.DefaultRoute route) {
    String now = "default_route " + (route.six() ? "6" : "4");
    String wanted = "'default via " + route.gateway() + " '*";
    branch(
        text, "is | there", "case \"$(" + now + ") \" in " + wanted + ") ;; *) return 1 ;; esac");
    branch(text, "now", now);
    branch(text, "make", route.make().shell());
    branch(
        text,
        "undo",
        "if [ -n \"$2\" ]; then "
            + route.restore("$2").shell().replace("'$2'", "$2")
            + "; else "
            + route.restore("").shell()
            + "; fi");
    branch(text, "stays", ":");
  }

  private static String needs(Step step) {
    String program =
        switch (step) {
          case Step.Toggle toggle -> toggle.make().getFirst().program();
          case Step.Sysctl _ -> "";
          case Step.DefaultRoute _ -> "ip";
        };
    String need = program.isEmpty() ? ":" : "need " + program + " " + Packages.of(program);
    return step.condition()
        .map(condition ->
            need
                + "; "
                + condition.command().shell()
                + " >/dev/null 2>&1 || die 69 "
                + Command.quote(condition.otherwise()))
        .orElse(need);
  }

  /** What apply does, to be read or pasted. */
  public static List<String> making(List<Step> steps) {
    return steps.stream()
        .map(step ->
            "# "
                + step.text()
                + because(step)
                + "\n"
                + switch (step) {
                  case Step.Toggle toggle -> lines(toggle.make());
                  case Step.Sysctl sysctl -> set(sysctl, sysctl.value());
                  case Step.DefaultRoute route -> route.make().shell();
                })
        .toList();
  }

  /** What status looks at. */
  public static List<String> looking(List<Step> steps) {
    return steps.stream()
        .map(step ->
            "# "
                + step.text()
                + "\n"
                + switch (step) {
                  case Step.Toggle toggle -> toggle.look().command().shell();
                  case Step.Sysctl sysctl -> "cat " + sysctl.path();
                  case Step.DefaultRoute route -> route.list().shell();
                })
        .toList();
  }

  /** What remove does. */
  static List<String> undoing(State state) {
    return state.entries().reversed().stream()
        .map(entry ->
            "# not: "
                + entry.step().text()
                + "\n"
                + switch (entry.step()) {
                  case Step.Toggle toggle -> lines(toggle.undo());
                  case Step.Sysctl sysctl -> set(sysctl, entry.former());
                  case Step.DefaultRoute route -> route.restore(entry.former()).shell();
                })
        .toList();
  }

  private static String lines(List<Command> commands) {
    return commands.isEmpty()
        ? "# stays: others may use it"
        : commands.stream().map(Command::shell).collect(Collectors.joining("\n"));
  }
}
