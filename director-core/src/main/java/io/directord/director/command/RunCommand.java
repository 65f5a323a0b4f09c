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
    versionProvider = VersionProvider.class)
final class RunCommand implements Callable<Integer> {
  @Option(
      names = RunLine.CONFIG,
      paramLabel = "FILE",
      description = "Configuration file. Default: ${DEFAULT-VALUE}",
      defaultValue = RunLine.CONFIG_DEFAULT)
  private Path config;

  @Option(
      names = RunLine.STATE,
      paramLabel = "DIR",
      description =
          "Where overrides and owned services are kept. Default: $$"
              + RunLine.STATE_VARIABLE
              + ", else "
              + RunLine.STATE_DEFAULT,
      defaultValue = "${env:" + RunLine.STATE_VARIABLE + ":-" + RunLine.STATE_DEFAULT + "}")
  private Path state;

  @Option(
      names = RunLine.SHADOW,
      arity = "0..1",
      paramLabel = "all|ipvs",
      fallbackValue = RunLine.SHADOW_ALONE,
      defaultValue = RunLine.SHADOW_DEFAULT,
      converter = ShadowWord.class,
      description =
          "Probes, decides and plans, and shows it all, but changes nothing. Needs no ip_vs, and no"
              + " rights beyond the probes' but, with virtual routers, CAP_NET_RAW. --shadow=ipvs:"
              + " of the IPVS table only, which somebody else keeps; virtual routers take part.")
  private Shadow shadow;

  @Option(
      names = RunLine.LOG_FORMAT,
      paramLabel = "text|json",
      defaultValue = RunLine.LOG_FORMAT_DEFAULT,
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
    return run(line());
  }

  /** What picocli made of the command line. */
  RunLine line() {
    return RunLine.of(config, state, shadow, logFormat == LogFormat.JSON);
  }

  /** Runs until a signal ends it, and answers with the exit code. */
  static int run(RunLine line) throws StartFailure {
    if (line.json()) {
      LogSetup.useJson();
    }
    try (ServiceManager manager =
        new ServiceManager(property("directord.notify"), property("directord.watchdog"))) {
      Daemon daemon = new Daemon(line.options(), manager, Version.text(), InstantSource.system());
      hear(daemon);
      return daemon.run();
    }
  }

  static void hear(Daemon daemon) {
    Signals.on("HUP", daemon::reload);
    Signals.on("TERM", daemon::stop);
    Signals.on("INT", daemon::stop);
  }

  /** Of the launcher, which has it from the environment. */
  private static Optional<String> property(String name) {
    return Optional.ofNullable(System.getProperty(name));
  }

  static final class ShadowWord implements ITypeConverter<Shadow> {
    @Override
    public Shadow convert(String word) {
      return Shadow.named(word)
          .orElseThrow(() -> new TypeConversionException("it is all or ipvs, not " + word));
    }
  }
}
