package io.directord.director.command;

import com.typesafe.config.Config;
import io.directord.director.ExitCode;
import io.directord.director.StartFailure;
import io.directord.director.admin.ControlClient;
import io.directord.director.admin.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code directorctl}: asks the running daemon, and tells it. */
@Command(
    name = "directorctl",
    description = "Shows and steers the running director.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {EventsCommand.class, HistoryCommand.class},
    footer = {
      "",
      "SERVER is SERVICE/NAME, as in: directorctl drain web/web1",
      "Exit codes: 0 done, 1 refused, 3 changes pending, 64 bad usage, 69 no running director."
    })
final class DirectorctlCommand implements Callable<Integer> {
  @Option(
      names = "--socket",
      paramLabel = "PATH",
      scope = ScopeType.INHERIT,
      description = "Control socket. Default: ${DEFAULT-VALUE}",
      defaultValue = "/run/directord/control.sock")
  private Path socket;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields before anything is called
  DirectorctlCommand() {}

  Path socket() {
    return socket;
  }

  @Override
  public Integer call() {
    spec.commandLine()
        .getErr()
        .println("directorctl: say what to do, for example: directorctl status");
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.USAGE;
  }

  @Command(
      name = "status",
      description = "Shows the director, its virtual routers, services and servers.",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class)
  int status(
      @Option(names = "--json", description = "Prints one JSON object.") boolean json,
      @Option(names = "--watch", description = "Draws anew each second.") boolean watch)
      throws StartFailure {
    return show(json, watch, Tables::status);
  }

  @Command(
      name = "services",
      description = "Shows one line a virtual service.",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class)
  int services(
      @Option(names = "--json", description = "Prints a JSON list.") boolean json,
      @Option(names = "--watch", description = "Draws anew each second.") boolean watch)
      throws StartFailure {
    return json ? part("services") : show(false, watch, Tables::services);
  }

  @Command(
      name = "servers",
      description = "Shows one line a real server.",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class)
  int servers(
      @Option(names = "--json", description = "Prints a JSON list.") boolean json,
      @Option(names = "--watch", description = "Draws anew each second.") boolean watch)
      throws StartFailure {
    return json ? part("services") : show(false, watch, Tables::servers);
  }

  @Command(
      name = "routers",
      description = "Shows one line a virtual router: role, priority, addresses and why.",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class)
  int routers(
      @Option(names = "--json", description = "Prints a JSON list.") boolean json,
      @Option(names = "--watch", description = "Draws anew each second.") boolean watch)
      throws StartFailure {
    return json ? part("routers") : show(false, watch, Tables::routers);
  }

  @Command(
      name = "switchover",
      description = {
        "Hands the addresses of a virtual router, or of all, to another node without a gap, and"
            + " waits until that is done.",
        "This node then stands back: it does not take them again while another node holds them."
      },
      mixinStandardHelpOptions = true,
      versionProvider = Version.class)
  int switchover(
      @Parameters(paramLabel = "ROUTER", arity = "0..1", description = "Default: all.")
          @Nullable String router,
      @Option(names = "--json", description = "Prints one JSON object.") boolean json)
      throws StartFailure {
    Map<String, Object> request = router == null ? Map.of() : Map.of("router", router);
    ControlClient.Reply reply = ask("/api/v1/switchover", Json.write(request));
    List<? extends Config> moved = read(reply).getConfigList("routers");
    boolean stayed = moved.stream().anyMatch(each -> each.getString("role").equals("active"));
    if (json) {
      out().print(reply.body());
    } else {
      moved.forEach(each ->
          out()
              .println(
                  "switchover "
                      + each.getString("router")
                      + ": "
                      + (each.getString("role").equals("active")
                          ? "nobody took over; still active"
                          : "done, now " + each.getString("role"))));
      if (moved.isEmpty()) {
        out().println("switchover: nothing to do, this node is not active");
      }
    }
    return stayed ? ExitCode.INVALID : ExitCode.OK;
  }

  @Command(
      name = "reload",
      description = "Has the configuration read again, as SIGHUP does.",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class)
  int reload(@Option(names = "--json", description = "Prints one JSON object.") boolean json)
      throws StartFailure {
    ControlClient.Reply reply = ask("/api/v1/reload", "{}");
    if (json) {
      out().print(reply.body());
    } else {
      Config answer = read(reply);
      answer.getStringList("problems").forEach(spec.commandLine().getErr()::println);
      out()
          .println(
              "reload: "
                  + answer.getString("result")
                  + (reply.ok() ? "" : "; the running configuration is unchanged"));
    }
    return reply.ok() ? ExitCode.OK : ExitCode.INVALID;
  }

  @Command(
      name = "plan",
      description = "Shows what the director is about to change in the kernel.",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class)
  int plan(@Option(names = "--json", description = "Prints one JSON object.") boolean json)
      throws StartFailure {
    ControlClient.Reply reply = ask("/api/v1/plan", "");
    Config plan = read(reply);
    List<? extends Config> changes = plan.getConfigList("changes");
    List<String> later = plan.getStringList("later");
    if (json) {
      out().print(reply.body());
    } else {
      changes.forEach(
          each -> out().println(each.getString("ipvsadm") + "   # " + each.getString("because")));
      later.forEach(each -> out().println("later: " + each));
      if (changes.isEmpty() && later.isEmpty()) {
        out().println("nothing to do: the kernel holds what is wanted");
      }
    }
    return changes.isEmpty() && later.isEmpty() ? ExitCode.OK : ExitCode.PENDING;
  }

  @Command(
      name = "weight",
      description = "Gives a server another weight until it is enabled again.",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class)
  int weight(
      @Parameters(paramLabel = "SERVER") String server,
      @Parameters(paramLabel = "N", description = "0..65535") int weight)
      throws StartFailure {
    return override(Json.object("kind", "weight", "server", server, "weight", weight));
  }

  @Command(
      name = "drain",
      description = "Gives a server no new connections until it is enabled again.",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class)
  int drain(@Parameters(paramLabel = "SERVER") String server) throws StartFailure {
    return override(Json.object("kind", "drain", "server", server));
  }

  @Command(
      name = "disable",
      description = "Takes a server out, as if its checks failed, until it is enabled again.",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class)
  int disable(@Parameters(paramLabel = "SERVER") String server) throws StartFailure {
    return override(Json.object("kind", "disable", "server", server));
  }

  @Command(
      name = "enable",
      description = "Takes back weight, drain or disable.",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class)
  int enable(@Parameters(paramLabel = "SERVER") String server) throws StartFailure {
    return override(Json.object("kind", "enable", "server", server));
  }

  private int override(Map<String, Object> request) throws StartFailure {
    String sudo = System.getenv("SUDO_USER");
    request.put("by", sudo != null ? sudo : System.getProperty("user.name", "unknown"));
    ControlClient.Reply reply = ask("/api/v1/override", Json.write(request));
    read(reply);
    out().println(request.get("kind") + " " + request.get("server") + ": done");
    return ExitCode.OK;
  }

  /** Draws a status as text. */
  @FunctionalInterface
  private interface Drawing {
    String draw(Config status);
  }

  private int show(boolean json, boolean watch, Drawing drawing) throws StartFailure {
    CountDownLatch never = new CountDownLatch(1);
    do {
      ControlClient.Reply reply = ask("/api/v1/status", "");
      String text = json ? reply.body() : drawing.draw(read(reply));
      out().print(watch ? "\033[H\033[2J" + text : text);
      out().flush();
      try {
        watch = watch && !never.await(1, TimeUnit.SECONDS);
      } catch (InterruptedException ended) {
        return ExitCode.OK;
      }
    } while (watch);
    return ExitCode.OK;
  }

  private int part(String key) throws StartFailure {
    Config status = read(ask("/api/v1/status", ""));
    out().println(Json.write(status.getList(key).unwrapped()));
    return ExitCode.OK;
  }

  /** Posts when there is a body, else gets. */
  private ControlClient.Reply ask(String path, String body) throws StartFailure {
    try (ControlClient client = new ControlClient(socket)) {
      return body.isEmpty() ? client.get(path) : client.post(path, body);
    } catch (IOException unreachable) {
      throw new StartFailure(ExitCode.UNAVAILABLE, String.valueOf(unreachable.getMessage()));
    }
  }

  /** The object in the answer; a refusal in words becomes the command's own. */
  private static Config read(ControlClient.Reply reply) throws StartFailure {
    Config answer =
        Json.read(reply.body())
            .orElseThrow(() ->
                new StartFailure(
                    ExitCode.UNAVAILABLE,
                    "the director's answer is not understood: " + reply.status()));
    if (answer.hasPath("error")) {
      boolean later = reply.status() >= 500;
      throw new StartFailure(
          later ? ExitCode.UNAVAILABLE : ExitCode.INVALID, answer.getString("error"));
    }
    return answer;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
