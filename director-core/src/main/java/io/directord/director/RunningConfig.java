package io.directord.director;

import io.directord.director.config.ConfigResult;
import io.directord.director.config.DirectorConfig;
import io.directord.director.config.Problem;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which configuration is in force, and what came of reading it again. On the director's loop only.
 */
final class RunningConfig {
  private final InstantSource clock;
  private DirectorConfig config;
  private int generation = 1;
  private Instant loadedAt;
  private LastReload lastReload;

  RunningConfig(DirectorConfig first, InstantSource clock) {
    this.clock = clock;
    this.config = first;
    this.loadedAt = clock.instant();
    this.lastReload = new LastReload(loadedAt, LastReload.Outcome.APPLIED, List.of());
  }

  DirectorConfig config() {
    return config;
  }

  int generation() {
    return generation;
  }

  Instant loadedAt() {
    return loadedAt;
  }

  LastReload lastReload() {
    return lastReload;
  }

  /**
   * Puts what was read in force, unless it is wrong or not allowed.
   *
   * @param guard why a configuration may not be taken over, if so
   */
  LastReload take(ConfigResult result, Function<DirectorConfig, Optional<String>> guard) {
    lastReload =
        switch (result) {
          case ConfigResult.Valid(var read, var warnings) -> {
            ReloadLog.warnings(warnings);
            yield take(read, guard);
          }
          case ConfigResult.Invalid(var problems) ->
              reject(problems.stream().map(Problem::toString).toList());
          case ConfigResult.Unreadable(var because) -> reject(List.of(because));
        };
    return lastReload;
  }

  private LastReload take(DirectorConfig read, Function<DirectorConfig, Optional<String>> guard) {
    Instant now = clock.instant();
    if (read.equals(config)) {
      ReloadLog.unchanged(generation);
      return new LastReload(now, LastReload.Outcome.UNCHANGED, List.of());
    }
    Optional<String> because = guard.apply(read);
    if (because.isPresent()) {
      ReloadLog.refused(because.get(), generation);
      return new LastReload(now, LastReload.Outcome.REFUSED, List.of(because.get()));
    }
    config = read;
    generation++;
    loadedAt = now;
    return new LastReload(now, LastReload.Outcome.APPLIED, List.of());
  }

  private LastReload reject(List<String> problems) {
    ReloadLog.rejected(problems, generation);
    return new LastReload(clock.instant(), LastReload.Outcome.REJECTED, problems);
  }
}
