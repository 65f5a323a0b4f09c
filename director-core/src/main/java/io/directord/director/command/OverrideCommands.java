package io.directord.director.command;

import com.typesafe.config.Config;
import io.directord.director.ExitCode;
import io.directord.director.StartFailure;
import io.directord.director.admin.ControlClient;
import io.directord.director.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code directorctl weight}, {@code disable} and {@code enable}; also what drain shares. */
final class OverrideCommands {
  private OverrideCommands() {}

  /** How long, and what for. */
  static final class Terms {
    @Option(
        names = "--for",
        paramLabel = "TIME",
        converter = Spans.class,
        description = "Ends by itself after TIME, such as 20m, 2h or 1d. Default: never.")
    private @Nullable Duration lasting;

    @Option(
        names = "--reason",
        paramLabel = "TEXT",
        defaultValue = "",
        description = "What for; the tables and the journal show it.")
    private String reason = "";

    void into(Map<String, Object> request) {
      if (lasting != null) {
        request.put("seconds", lasting.toSeconds());
      }
      if (!reason.isEmpty()) {
        request.put("reason", reason);
      }
    }
  }

  /** Has it done; answers when it is on disk. */
  static ControlClient.Reply post(DirectorctlCommand directorctl, Map<String, Object> request)
      throws StartFailure {
    String sudo = System.getenv("SUDO_USER");
    request.put("by", sudo != null ? sudo : System.getProperty("user.name", ""));
    ControlClient.Reply reply = directorctl.asking().post("/api/v1/override", request);
    Asking.read(reply);
    return reply;
  }

  /** What was done, and how to take it back. Pure. */
  static String done(String kind, String server, Config answer, Look look) {
    if (!answer.hasPath("override")) {
      return kind + " " + server + ": done; it serves again when its checks pass";
    }
    Config override = answer.getConfig("override");
    String until =
        override.hasPath("until")
            ? ", " + look.until(Instant.parse(override.getString("until")))
            : "";
    String reason = override.hasPath("reason") ? ": " + override.getString("reason") : "";
    return kind
        + " "
        + server
        + ": in force"
        + until
        + ", by "
        + override.getString("by")
        + reason
        + "; back with: directorctl enable "
        + server;
  }

  /** One request, one answer. */
  abstract static class Overriding implements Callable<Integer> {
    @ParentCommand private DirectorctlCommand directorctl;

    @Parameters(index = "0", paramLabel = "SERVER", description = "SERVICE/NAME")
    private String server;

    @Option(names = "--json", description = "Prints one JSON object.")
    private boolean json;

    private final String kind;

    @SuppressWarnings("NullAway.Init") // picocli sets the fields before anything is called
    Overriding(String kind) {
      this.kind = kind;
    }

    abstract void into(Map<String, Object> request);

    @Override
    public Integer call() throws StartFailure {
      Map<String, Object> request = Json.object("kind", kind, "server", server);
      into(request);
      ControlClient.Reply reply = post(directorctl, request);
      if (json) {
        directorctl.out().print(reply.body());
      } else {
        directorctl.out().println(done(kind, server, Asking.read(reply), Terminal.look()));
      }
      return ExitCode.OK;
    }
  }

  @Command(
      name = "weight",
      description = "Gives a server another weight until it is enabled again.",
      mixinStandardHelpOptions = true,
      versionProvider = VersionProvider.class)
  static final class Weight extends Overriding {
    @Parameters(index = "1", paramLabel = "N", description = "0..65535")
    private int weight;

    @Mixin private Terms terms;

    @SuppressWarnings("NullAway.Init") // picocli sets the fields before anything is called
    Weight() {
      super("weight");
    }

    @Override
    void into(Map<String, Object> request) {
      request.put("weight", weight);
      terms.into(request);
    }
  }

  @Command(
      name = "disable",
      description = "Takes a server out, as if its checks failed, until it is enabled again.",
      mixinStandardHelpOptions = true,
      versionProvider = VersionProvider.class)
  static final class Disable extends Overriding {
    @Mixin private Terms terms;

    @SuppressWarnings("NullAway.Init") // picocli sets the fields before anything is called
    Disable() {
      super("disable");
    }

    @Override
    void into(Map<String, Object> request) {
      terms.into(request);
    }
  }

  @Command(
      name = "enable",
      description = "Takes back weight, drain or disable.",
      mixinStandardHelpOptions = true,
      versionProvider = VersionProvider.class)
  static final class Enable extends Overriding {
    Enable() {
      super("enable");
    }

    @Override
    void into(Map<String, Object> request) {}
  }
}
