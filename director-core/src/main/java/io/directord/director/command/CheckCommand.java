package io.directord.director.command;

import io.directord.director.ExitCode;
import io.directord.director.config.ConfigReader;
import io.directord.director.config.ConfigResult;
import io.directord.director.config.DirectorConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code directord check}: validates a configuration, offline. */
@Command(
    name = "check",
    description =
        "Checks a configuration, without root and without the real interfaces. Prints every"
            + " problem, one a line. Exit code 0 valid, 1 invalid, 2 unreadable.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class)
final class CheckCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "Default: ${DEFAULT-VALUE}",
      defaultValue = "/etc/directord/directord.conf")
  private Path file;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields before anything is called
  CheckCommand() {}

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    return switch (ConfigReader.read(file)) {
      case ConfigResult.Valid(var config, var warnings) -> {
        warnings.forEach(warning -> err.println("warning: " + warning));
        out.println(file + ": valid; " + summary(config));
        yield ExitCode.OK;
      }
      case ConfigResult.Invalid invalid -> Complaints.print(invalid, err);
      case ConfigResult.Unreadable unreadable -> Complaints.print(unreadable, err);
    };
  }

  private static String summary(DirectorConfig config) {
    int servers = config.services().stream().mapToInt(service -> service.servers().size()).sum();
    return count(config.services().size(), "virtual service")
        + ", "
        + count(servers, "real server")
        + ", "
        + count(config.routers().size(), "virtual router");
  }

  private static String count(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
