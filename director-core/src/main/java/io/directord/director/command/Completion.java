package io.directord.director.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * What shells need to complete a program's words, made from its commands. Names of servers and
 * routers are asked from the running director, and never read as shell. Pure.
 */
final class Completion {
  private final String program;

  /** By path: {@code ""}, {@code drain}, {@code real-server/apply}. */
  private final Map<String, CommandSpec> commands = new LinkedHashMap<>();

  Completion(CommandSpec root) {
    this.program = root.name();
    collect("", root);
  }

  private void collect(String path, CommandSpec command) {
    commands.put(path, command);
    command
        .subcommands()
        .forEach((name, line) -> {
          if (!line.getCommandSpec().usageMessage().hidden()) {
            collect(path.isEmpty() ? name : path + "/" + name, line.getCommandSpec());
          }
        });
  }

  String bash() {
    return "# bash completion of " + program + ", made from its commands\n" + functions();
  }

  /** By zsh's own emulation of bash's. */
  String zsh() {
    return "#compdef "
        + program
        + "\n# zsh completion of "
        + program
        + ", made from its commands\n"
        + "autoload -U +X bashcompinit && bashcompinit\n"
        + functions()
        + "_bash_complete -F _"
        + function()
        + "\n";
  }

  private String function() {
    return program + "_words";
  }

  private String functions() {
    StringBuilder text = new StringBuilder();
    text.append('_').append(function()).append("() {\n");
    text.append("  local cur=${COMP_WORDS[COMP_CWORD]}\n");
    text.append("  local command= next= word= value= ask= position=0 i=1\n");
    text.append("  local socket=/run/directord/control.sock\n");
    text.append("  local known=' ").append(String.join(" ", paths())).append(" '\n");
    text.append("  COMPREPLY=()\n");
    text.append("  while [ \"$i\" -lt \"$COMP_CWORD\" ]; do\n");
    text.append("    word=${COMP_WORDS[i]}\n");
    text.append("    if [ -n \"$value\" ]; then\n");
    text.append("      [ \"$value\" != --socket ] || socket=$word\n");
    text.append("      value=\n");
    text.append("    else\n");
    text.append("      case $word in\n");
    text.append("        ").append(String.join("|", valued())).append(") value=$word ;;\n");
    text.append("        -*) ;;\n");
    text.append("        *) next=${command:+$command/}$word\n");
    text.append("          case $known in\n");
    text.append("            *\" $next \"*) command=$next ;;\n");
    text.append("            *) position=$((position + 1)) ;;\n");
    text.append("          esac ;;\n");
    text.append("      esac\n");
    text.append("    fi\n");
    text.append("    i=$((i + 1))\n");
    text.append("  done\n");
    text.append("  case $value in\n");
    text.append("    '') ;;\n");
    text.append("    ").append(String.join("|", files())).append(")\n");
    text.append("      COMPREPLY=($(compgen -f -- \"$cur\")); return ;;\n");
    text.append("    *) return ;;\n");
    text.append("  esac\n");
    text.append("  case $cur in -*)\n");
    text.append("    case $command in\n");
    commands.forEach((path, command) ->
        text.append("      '")
            .append(path)
            .append("') COMPREPLY=($(compgen -W '")
            .append(String.join(" ", options(command)))
            .append("' -- \"$cur\")) ;;\n"));
    text.append("    esac\n");
    text.append("    return ;;\n");
    text.append("  esac\n");
    text.append("  case $command:$position in\n");
    commands.forEach((path, command) -> text.append(positions(path, command)));
    text.append("  esac\n");
    text.append("  [ -n \"$ask\" ] || return 0\n");
    text.append("  while IFS= read -r word; do\n");
    text.append("    case $word in \"$cur\"*) COMPREPLY+=(\"$word\") ;; esac\n");
    text.append("  done < <(directorctl --socket \"$socket\" names \"$ask\" 2>/dev/null)\n");
    text.append("}\n");
    text.append("complete -F _").append(function()).append(' ').append(program).append('\n');
    return text.toString();
  }

  private String positions(String path, CommandSpec command) {
    List<String> children = children(path);
    if (!children.isEmpty()) {
      return "    "
          + path
          + ":0) COMPREPLY=($(compgen -W '"
          + String.join(" ", children)
          + "' -- \"$cur\")) ;;\n";
    }
    StringBuilder text = new StringBuilder();
    for (PositionalParamSpec each : command.positionalParameters()) {
      String at = "    " + path + ":" + each.index().min() + ") ";
      if (!names(each).isEmpty()) {
        text.append(at).append("ask=").append(names(each)).append(" ;;\n");
      } else if (isFile(each)) {
        text.append(at).append("COMPREPLY=($(compgen -f -- \"$cur\")) ;;\n");
      }
    }
    return text.toString();
  }

  String fish() {
    StringBuilder text = new StringBuilder();
    text.append("# fish completion of ").append(program).append(", made from its commands\n");
    text.append("complete -c ").append(program).append(" -f\n");
    commands.forEach((path, command) -> {
      String where = "complete -c " + program + " -n '" + condition(path) + "'";
      for (String child : children(path)) {
        CommandSpec spec = commands.get(path.isEmpty() ? child : path + "/" + child);
        text.append(where).append(" -a ").append(child);
        text.append(" -d ").append(quoted(spec == null ? "" : said(spec))).append('\n');
      }
      for (OptionSpec option : command.options()) {
        text.append(option.hidden() ? "" : fish(where, option));
      }
      for (PositionalParamSpec each : command.positionalParameters()) {
        if (!names(each).isEmpty()) {
          text.append(where).append(" -a '(directorctl names ").append(names(each));
          text.append(" 2>/dev/null)'\n");
        } else if (isFile(each)) {
          text.append(where).append(" -F\n");
        }
      }
    });
    return text.toString();
  }

  private static String fish(String where, OptionSpec option) {
    StringBuilder text = new StringBuilder(where);
    for (String name : option.names()) {
      text.append(name.startsWith("--") ? " -l " : " -s ").append(name.replaceFirst("^--?", ""));
    }
    if (option.arity().min() > 0) {
      text.append(isFile(option) ? " -rF" : " -x");
    }
    String[] lines = option.description();
    return text + " -d " + quoted(lines.length == 0 ? "" : first(lines[0])) + "\n";
  }

  private String condition(String path) {
    if (path.isEmpty()) {
      return "__fish_use_subcommand";
    }
    List<String> seen = new ArrayList<>();
    for (String word : path.split("/", -1)) {
      seen.add("__fish_seen_subcommand_from " + word);
    }
    List<String> children = children(path);
    if (!children.isEmpty()) {
      seen.add("not __fish_seen_subcommand_from " + String.join(" ", children));
    }
    return String.join("; and ", seen);
  }

  private static String said(CommandSpec command) {
    String[] lines = command.usageMessage().description();
    return lines.length == 0 ? "" : first(lines[0]);
  }

  private static String first(String text) {
    int end = text.indexOf(". ");
    return end < 0 ? text : text.substring(0, end + 1);
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  private List<String> paths() {
    return commands.keySet().stream().filter(path -> !path.isEmpty()).toList();
  }

  private List<String> children(String path) {
    String before = path.isEmpty() ? "" : path + "/";
    return paths().stream()
        .filter(each -> each.startsWith(before) && each.indexOf('/', before.length()) < 0)
        .map(each -> each.substring(before.length()))
        .toList();
  }

  /** Options behind which a word of their own must stand. */
  private List<String> valued() {
    return optionNames(false);
  }

  private List<String> files() {
    return optionNames(true);
  }

  private List<String> optionNames(boolean filesOnly) {
    return commands.values().stream()
        .flatMap(command -> command.options().stream())
        .filter(option -> option.arity().min() > 0 && (!filesOnly || isFile(option)))
        .flatMap(option -> List.of(option.names()).stream())
        .distinct()
        .sorted()
        .toList();
  }

  private static List<String> options(CommandSpec command) {
    return command.options().stream()
        .filter(option -> !option.hidden())
        .flatMap(option -> List.of(option.names()).stream())
        .sorted()
        .toList();
  }

  private static boolean isFile(ArgSpec argument) {
    return argument.type() == Path.class;
  }

  private static String names(PositionalParamSpec argument) {
    return switch (argument.paramLabel()) {
      case "SERVER" -> "servers";
      case "ROUTER" -> "routers";
      default -> "";
    };
  }
}
