package io.directord.director;

import io.directord.director.config.DirectorConfig;
import io.directord.director.journal.Entry;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log what came of reading the configuration again. */
final class ReloadLog {
  private static final Logger LOG = LoggerFactory.getLogger(ReloadLog.class);
  private static final int PROBLEMS_LOGGED_MAX = 20;

  private ReloadLog() {}

  static Entry event(LastReload reload, int generation) {
    List<String> some = reload.problems().stream().limit(PROBLEMS_LOGGED_MAX).toList();
    return Entry.of(
        "reload",
        "result",
        reload.outcome().text(),
        "generation",
        String.valueOf(generation),
        "problems",
        String.join("; ", some));
  }

  static void warnings(List<?> warnings) {
    warnings.forEach(warning -> LOG.warn("event=config-warning problem=\"{}\"", warning));
  }

  static void unchanged(int generation) {
    LOG.info("event=reload result=unchanged generation={}", generation);
  }

  static void applied(DirectorConfig config, int targets, int generation) {
    LOG.info(
        "event=reload result=applied generation={} services={} targets={}",
        generation,
        config.services().size(),
        targets);
  }

  /** Fewer checks at a time are slower checks at worst: no reason to refuse a configuration. */
  static void checksInFlight(int wanted, int allowed) {
    if (allowed < wanted) {
      LOG.warn(
          "event=checks-in-flight-limited wanted={} allowed={} because=\"half of the files that"
              + " this process may open\"",
          wanted,
          allowed);
    }
  }

  static void rejected(List<String> problems, int generation) {
    problems.stream()
        .limit(PROBLEMS_LOGGED_MAX)
        .forEach(problem -> LOG.error("event=config-problem problem=\"{}\"", problem));
    LOG.error(
        "event=reload result=rejected problems={} generation={} the running configuration is"
            + " unchanged",
        problems.size(),
        generation);
  }

  static void refused(String because, int generation) {
    LOG.error(
        "event=reload result=refused generation={} because=\"{}\" the running configuration is"
            + " unchanged; directorctl reload --force takes it over",
        generation,
        because);
  }
}
