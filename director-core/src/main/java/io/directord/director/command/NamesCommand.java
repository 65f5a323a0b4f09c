package io.directord.director.command;

import com.typesafe.config.Config;
import io.directord.director.ExitCode;
import io.directord.director.StartFailure;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code directorctl names}: what a shell completes with. Says nothing where nobody answers. */
@Command(name = "names", hidden = true, description = "Names for shells that complete.")
final class NamesCommand implements Callable<Integer> {
  private static final int NAMES_MAX = 5_000;

  @ParentCommand private DirectorctlCommand directorctl;

  @Parameters(paramLabel = "servers|services|routers")
  private String kind;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields before anything is called
  NamesCommand() {}

  @Override
  public Integer call() {
    try {
      Config status = Asking.read(directorctl.asking().get("/api/v1/status"));
      String list = kind.equals("routers") ? "routers" : "services";
      status.getConfigList(list).stream()
          .flatMap(each ->
              kind.equals("servers")
                  ? each.getConfigList("servers").stream()
                      .map(server -> each.getString("name") + "/" + server.getString("name"))
                  : Stream.of(each.getString("name")))
          .limit(NAMES_MAX)
          .forEach(directorctl.out()::println);
    } catch (StartFailure silent) {
      return ExitCode.UNAVAILABLE;
    }
    return ExitCode.OK;
  }
}
