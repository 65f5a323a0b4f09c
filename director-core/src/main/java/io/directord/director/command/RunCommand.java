package io.directord.director.command;

import io.directord.director.Daemon;
import io.directord.director.Shadow;
import io.directord.director.StartFailure;
import io.directord.director.systemd.ServiceManager;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code directord run}: the daemon, in the foreground. */
@Command(
    name = "run",
    description =
        "Runs the director in the foreground, until SIGTERM. SIGHUP reads the file again.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class RunCommand implements Callable<Integer> {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Configuration file. Default: ${DEFAULT-VALUE}",
      defaultValue = "/etc/directord/directord.conf")
  private Path config;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description =
          "Where overrides and owned services are kept. Default: $$STATE_DIRECTORY, else"
              + " /var/lib/directord",
      defaultValue = "${env:STATE_DIRECTORY:-/var/lib/directord}")
  private Path state;

  @Option(
      names = "--shadow",
      arity = "0..1",
      paramLabel = "all|ipvs",
      fallbackValue = "all",
      defaultValue = "none",
      converter = ShadowWord.class,
      description =
          "Probes, decides and plans, and shows it all, but changes nothing. Needs no ip_vs, and no"
              + " rights beyond the probes' but, with virtual routers, CAP_NET_RAW. --shadow=ipvs:"
              + " of the IPVS table only, which somebody else keeps; virtual routers take part.")
  private Shadow shadow;

  @Option(
      names = "--log-format",
      paramLabel = "text|json",
      defaultValue = "TEXT",
      description = "Lines for people, or a JSON object a line. Default: text")
  private LogFormat logFormat;

  enum LogFormat {
    TEXT,
    JSON
  }

  @SuppressWarnings("NullAway.Init") // picocli sets the fields before anything is called
  RunCommand() {}

  @Override
  public Integer call() throws StartFailure {
    if (logFormat == LogFormat.JSON) {
      LogSetup.useJson();
    }
    try (ServiceManager manager =
        new ServiceManager(property("directord.notify"), property("directord.watchdog"))) {
      Daemon daemon =
          new Daemon(
              new Daemon.Options(config.toAbsolutePath(), shadow, state),
              manager,
              Version.text(),
              InstantSource.system());
      Signals.on("HUP", daemon::reload);
      Signals.on("TERM", daemon::stop);
      Signals.on("INT", daemon::stop);
      return daemon.run();
    }
  }

  /** Of the launcher, which has it from the environment. */
  private static Optional<String> property(String name) {
    return Optional.ofNullable(System.getProperty(name));
  }

  static final class ShadowWord implements ITypeConverter<Shadow> {
    @Override
    public Shadow convert(String word) {
      return switch (word) {
        case "none" -> Shadow.NONE;
        case "ipvs" -> Shadow.IPVS;
        case "all" -> Shadow.ALL;
        default -> throw new TypeConversionException("it is all or ipvs, not " + word);
      };
    }
  }
}
