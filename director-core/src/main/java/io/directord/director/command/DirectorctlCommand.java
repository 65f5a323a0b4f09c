package io.directord.director.command;

import io.directord.director.ExitCode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code directorctl}: asks the running daemon, and tells it. */
@Command(
    name = "directorctl",
    description = "Shows and steers the running director.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    subcommands = {
      ShowCommands.Status.class,
      ShowCommands.Services.class,
      ShowCommands.Servers.class,
      ShowCommands.Routers.class,
      OverrideCommands.Weight.class,
      DrainCommand.class,
      OverrideCommands.Disable.class,
      OverrideCommands.Enable.class,
      SwitchoverCommand.class,
      ReloadCommand.class,
      ForecastCommand.class,
      EventsCommand.class,
      HistoryCommand.class,
      NamesCommand.class
    },
    footer = {
      "",
      "SERVER is SERVICE/NAME, as in: directorctl drain web/web1",
      "Exit codes: 0 done, 1 refused, 3 changes pending or connections left, 64 bad usage, 69 no"
          + " running director, 130 interrupted."
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
    err().println("directorctl: say what to do, for example: directorctl status");
    spec.commandLine().usage(err());
    return ExitCode.USAGE;
  }

  Asking asking() {
    return new Asking(socket);
  }

  PrintWriter out() {
    return spec.commandLine().getOut();
  }

  PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
