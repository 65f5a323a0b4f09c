package io.directord.director;

import io.directord.director.config.CheckSecrets;
import io.directord.director.config.ConfigReader;
import io.directord.director.config.ConfigResult;
import io.directord.director.config.DirectorConfig;
import io.directord.director.config.Problem;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The configuration that a daemon starts with, or why there is none. Reads files. */
final class FirstReading {
  private static final Logger LOG = LoggerFactory.getLogger(FirstReading.class);
  private static final int PROBLEMS_SHOWN_MAX = 20;

  private FirstReading() {}

  static DirectorConfig of(Path file) throws StartFailure {
    ConfigResult read = ConfigReader.read(file);
    return switch (CheckSecrets.fill(read, HostParts.secrets())) {
      case ConfigResult.Valid(var config, var warnings) -> {
        warnings.forEach(warning -> LOG.warn("event=config-warning problem=\"{}\"", warning));
        yield config;
      }
      case ConfigResult.Invalid(var problems) -> {
        StringBuilder lines = new StringBuilder();
        problems.stream()
            .limit(PROBLEMS_SHOWN_MAX)
            .map(Problem::toString)
            .forEach(line -> lines.append(line).append('\n'));
        throw new StartFailure(
            ExitCode.INVALID,
            lines
                + (problems.size() == 1 ? "1 problem" : problems.size() + " problems")
                + "; not started");
      }
      case ConfigResult.Unreadable(var because) ->
          throw new StartFailure(ExitCode.UNREADABLE, because);
    };
  }
}
