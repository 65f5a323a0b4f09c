package io.directord.director.command;

import io.directord.director.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code directord}: the daemon, and what can be done without one. */
@Command(
    name = "directord",
    description = "A director for Linux Virtual Server: balances, checks and fails over.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    subcommands = {
      RunCommand.class,
      CheckCommand.class,
      PlanCommand.class,
      DoctorCommand.class,
      SweepCommand.class,
      RealServerCommand.class,
      WarmUpCommand.class
    },
    footer = {
      "",
      "Exit codes: 0 done, 1 invalid configuration, 2 unreadable configuration, 3 changes pending"
          + " or",
      "warnings, 64 bad usage, 69 something is missing on this host, 77 not permitted."
    })
final class DirectordCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets it before anything is called
  DirectordCommand() {}

  @Override
  public Integer call() {
    spec.commandLine().getErr().println("directord: say what to do, for example: directord run");
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.USAGE;
  }
}
