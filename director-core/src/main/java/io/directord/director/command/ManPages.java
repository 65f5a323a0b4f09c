package io.directord.director.command;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The manual: of a program from what its {@code --help} says, of keys from the reference. Pure. */
final class ManPages {
  private static final int COLUMNS = 76;

  private ManPages() {}

  /** {@code directord(8)}. */
  static String directord() {
    Roff page = new Roff("DIRECTORD", 8, "the commands of directord");
    program(page, spec(new DirectordCommand()));
    page.section("SIGNALS");
    page.paragraph("Of directord run:");
    page.entry("SIGHUP", "Reads the configuration again. What is invalid changes nothing.");
    page.entry(
        "SIGTERM, SIGINT",
        "Hands the addresses over and ends. The IPVS table stays as it is, and connections go on.");
    page.section("FILES");
    page.entry("/etc/directord/directord.conf", "The configuration: directord.conf(5).");
    page.entry("/etc/directord/conf.d/*.conf", "Merged into it, in the order of their names.");
    page.entry("/run/directord/control.sock", "Where directorctl(1) talks to the daemon.");
    page.entry(
        "/var/lib/directord/", "Overrides of operators, the journal of events, what is ours.");
    seeAlso(page, "directorctl(1), directord.conf(5), ipvsadm(8)");
    return page.toString();
  }

  /** {@code directorctl(1)}. */
  static String directorctl() {
    Roff page = new Roff("DIRECTORCTL", 1, "the commands of directorctl");
    program(page, spec(new DirectorctlCommand()));
    page.section("FILES");
    page.entry(
        "/run/directord/control.sock", "The socket of the daemon; who may open it may change all.");
    seeAlso(page, "directord(8), directord.conf(5)");
    return page.toString();
  }

  /**
   * {@code directord.conf(5)}.
   *
   * @param reference the text of {@code reference.conf}
   */
  static String configuration(String reference) {
    Roff page = new Roff("DIRECTORD.CONF", 5, "reference.conf");
    page.name("directord.conf", "configuration of directord(8), with all its defaults");
    page.section("DESCRIPTION");
    page.paragraph(
        "One file of HOCON, by default /etc/directord/directord.conf; files in conf.d beside it are"
            + " merged in the order of their names. SIGHUP, systemctl reload and directorctl reload"
            + " read it again. It is validated as a whole before anything is touched: directord"
            + " check FILE does only that, and directord plan FILE shows what it would change.");
    page.paragraph(
        reference
            .lines()
            .takeWhile(line -> line.startsWith("#"))
            .map(line -> line.substring(1).strip())
            .filter(line -> !line.isEmpty())
            .collect(Collectors.joining(" ")));
    page.section("KEYS");
    keys(page, reference.lines().dropWhile(line -> !line.equals("director {")).toList());
    seeAlso(page, "directord(8), directorctl(1)");
    return page.toString();
  }

  /** The director's own as one; of {@code definitions}, each with the comment before it. */
  private static void keys(Roff page, List<String> lines) {
    List<String> block = new ArrayList<>();
    String end = "";
    for (String line : lines) {
      if (end.isEmpty() && (line.isBlank() || line.equals("definitions {") || line.equals("}"))) {
        continue;
      }
      block.add(line);
      if (end.isEmpty() && line.endsWith("{") && !line.strip().startsWith("#")) {
        page.subsection(line.strip().replace(" {", ""));
        end = indent(line) + "}";
      } else if (line.equals(end)) {
        page.verbatim(stripped(block));
        block.clear();
        end = "";
      }
    }
  }

  private static String indent(String line) {
    return line.substring(0, line.length() - line.stripLeading().length());
  }

  private static List<String> stripped(List<String> body) {
    int indent = indent(body.getFirst()).length();
    return body.stream().map(line -> line.isBlank() ? "" : line.substring(indent)).toList();
  }

  private static void seeAlso(Roff page, String pages) {
    page.section("SEE ALSO");
    page.paragraph(pages);
  }

  private static CommandSpec spec(Object command) {
    CommandLine line = new CommandLine(command);
    line.setUsageHelpWidth(COLUMNS);
    return line.getCommandSpec();
  }

  private static void program(Roff page, CommandSpec root) {
    String purpose = words(root.usageMessage().description());
    page.name(root.name(), purpose.replaceFirst("\\.$", ""));
    List<CommandSpec> commands = commands(root).toList();
    page.section("SYNOPSIS");
    page.verbatim(commands.stream().flatMap(each -> synopsis(each).lines()).toList());
    page.section("DESCRIPTION");
    page.paragraph(purpose);
    page.section("OPTIONS");
    options(page, root);
    page.section("COMMANDS");
    commands.forEach(each -> command(page, each));
    page.section("EXIT STATUS");
    page.paragraph(words(root.usageMessage().footer()));
  }

  /** Those that do something, not groups of them. */
  private static Stream<CommandSpec> commands(CommandSpec group) {
    return group.subcommands().values().stream()
        .map(CommandLine::getCommandSpec)
        .filter(each -> !each.usageMessage().hidden())
        .flatMap(each -> each.subcommands().isEmpty() ? Stream.of(each) : commands(each));
  }

  private static String synopsis(CommandSpec command) {
    return new CommandLine.Help(
            command, CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
        .synopsis(0)
        .stripTrailing();
  }

  private static void command(Roff page, CommandSpec command) {
    page.subsection(command.qualifiedName());
    page.paragraph(words(command.usageMessage().description()));
    for (PositionalParamSpec each : command.positionalParameters()) {
      page.entry(each.paramLabel(), meaning(each));
    }
    options(page, command);
    String further = words(command.usageMessage().footer());
    if (!further.isEmpty()) {
      page.paragraph(further);
    }
  }

  private static void options(Roff page, CommandSpec command) {
    boolean root = command.parent() == null;
    for (OptionSpec each : command.options()) {
      boolean everywhere = each.usageHelp() || each.versionHelp() || each.inherited();
      if (!each.hidden() && (root || !everywhere)) {
        page.entry(tag(each), meaning(each));
      }
    }
  }

  private static String tag(OptionSpec option) {
    String names = String.join(", ", option.names());
    return option.arity().max() == 0 ? names : names + "=" + option.paramLabel();
  }

  private static String meaning(ArgSpec argument) {
    return words(argument.description());
  }

  private static String words(String... lines) {
    return Stream.of(lines)
        .map(String::strip)
        .filter(each -> !each.isEmpty())
        .collect(Collectors.joining(" "));
  }
}
