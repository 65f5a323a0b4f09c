package io.directord.director.command;

import com.typesafe.config.Config;
import io.directord.director.ExitCode;
import io.directord.director.StartFailure;
import io.directord.director.admin.ControlClient;
import io.directord.director.json.Json;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code directorctl reload}: has the configuration read again, and says what that changed. */
@Command(
    name = "reload",
    description = {
      "Has the configuration read again, as SIGHUP does, and shows what that changed in the"
          + " kernel.",
      "What it would change, beforehand: directorctl plan FILE"
    },
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class)
final class ReloadCommand implements Callable<Integer> {
  @ParentCommand private DirectorctlCommand directorctl;

  @Option(
      names = "--force",
      description = "Also where it takes more servers out of service than reload-guard allows.")
  private boolean force;

  @Option(names = "--json", description = "Prints one JSON object.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields before anything is called
  ReloadCommand() {}

  @Override
  public Integer call() throws StartFailure {
    ControlClient.Reply reply =
        directorctl.asking().post("/api/v1/reload", Json.object("force", force));
    Config answer = Asking.read(reply);
    if (json) {
      directorctl.out().print(reply.body());
    } else {
      print(answer, reply.ok());
    }
    return reply.ok() ? ExitCode.OK : ExitCode.INVALID;
  }

  private void print(Config answer, boolean done) {
    PrintWriter out = directorctl.out();
    String result = answer.getString("result");
    answer.getStringList("problems").forEach(directorctl.err()::println);
    if (!done) {
      out.println(
          "reload: "
              + result
              + "; the running configuration is unchanged"
              + (result.equals("refused") ? "; if that is meant: directorctl reload --force" : ""));
      return;
    }
    out.println("reload: " + result);
    if (!answer.hasPath("changes")) {
      out.println("not yet seen in the kernel: directorctl plan shows what is to be done");
      return;
    }
    List<String> lines = PlanText.lines(answer);
    lines.forEach(out::println);
    if (answer.hasPath("kernel")) {
      directorctl.err().println("the kernel: " + answer.getString("kernel"));
    } else if (lines.isEmpty()) {
      out.println("nothing to change: the kernel holds what is wanted");
    }
    answer.getStringList("refused").forEach(each -> directorctl.err().println("refused: " + each));
  }
}
