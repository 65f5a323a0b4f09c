package io.directord.director.command;

import com.typesafe.config.Config;
import io.directord.director.ExitCode;
import io.directord.director.StartFailure;
import io.directord.director.admin.ControlClient;
import io.directord.director.json.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code directorctl plan}: what the running director is about to change, or would. */
@Command(
    name = "plan",
    description = {
      "Shows what the director is about to change in the kernel, or would change with FILE, by what"
          + " it knows of the servers now. Changes nothing.",
      "The director reads FILE, with its own rights. Exit code 0 nothing to do, 1 FILE is invalid,"
          + " 3 changes."
    },
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class)
final class ForecastCommand implements Callable<Integer> {
  @ParentCommand private DirectorctlCommand directorctl;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "A configuration. Default: the one that is in force.")
  private @Nullable Path file;

  @Option(names = "--json", description = "Prints one JSON object.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields before anything is called
  ForecastCommand() {}

  @Override
  public Integer call() throws StartFailure {
    ControlClient.Reply reply =
        file == null
            ? directorctl.asking().get("/api/v1/plan")
            : directorctl
                .asking()
                .post("/api/v1/forecast", Json.object("file", file.toAbsolutePath().toString()));
    Config plan = Asking.read(reply);
    if (json) {
      directorctl.out().print(reply.body());
    }
    if (!reply.ok()) {
      if (!json) {
        plan.getStringList("problems").forEach(directorctl.err()::println);
      }
      return ExitCode.INVALID;
    }
    List<String> lines = PlanText.lines(plan);
    if (!json) {
      lines.forEach(directorctl.out()::println);
      if (lines.isEmpty()) {
        directorctl.out().println("nothing to do: the kernel holds what is wanted");
      }
      if (plan.hasPath("guard")) {
        directorctl.err().println("note: a reload would be refused: " + plan.getString("guard"));
      }
    }
    return lines.isEmpty() ? ExitCode.OK : ExitCode.PENDING;
  }
}
