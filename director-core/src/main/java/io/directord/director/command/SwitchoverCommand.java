package io.directord.director.command;

import com.typesafe.config.Config;
import io.directord.director.ExitCode;
import io.directord.director.StartFailure;
import io.directord.director.admin.ControlClient;
import io.directord.director.json.Json;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code directorctl switchover}: hands virtual routers to another node. */
@Command(
    name = "switchover",
    description = {
      "Hands the addresses of a virtual router, or of all, to another node without a gap, and waits"
          + " until that is done.",
      "This node then stands back: it does not take them again while another node holds them."
    },
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class)
final class SwitchoverCommand implements Callable<Integer> {
  @ParentCommand private DirectorctlCommand directorctl;

  @Parameters(paramLabel = "ROUTER", arity = "0..1", description = "Default: all.")
  private @Nullable String router;

  @Option(
      names = "--force",
      description = "Also where this node knows a reason against it, such as a split brain.")
  private boolean force;

  @Option(names = "--json", description = "Prints one JSON object.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields before anything is called
  SwitchoverCommand() {}

  @Override
  public Integer call() throws StartFailure {
    Map<String, Object> request = Json.object("force", force);
    if (router != null) {
      request.put("router", router);
    }
    ControlClient.Reply reply = directorctl.asking().post("/api/v1/switchover", request);
    List<? extends Config> moved = Asking.read(reply).getConfigList("routers");
    if (json) {
      directorctl.out().print(reply.body());
    } else {
      moved.forEach(each -> directorctl.out().println(line(each)));
      if (moved.isEmpty()) {
        directorctl.out().println("switchover: nothing to do, this node is not active");
      }
    }
    return moved.stream().anyMatch(SwitchoverCommand::stayed) ? ExitCode.INVALID : ExitCode.OK;
  }

  private static boolean stayed(Config moved) {
    return moved.getString("role").equals("active");
  }

  private static String line(Config moved) {
    return "switchover "
        + moved.getString("router")
        + ": "
        + (stayed(moved)
            ? "nobody took over; still active"
            : "done, now " + moved.getString("role"));
  }
}
