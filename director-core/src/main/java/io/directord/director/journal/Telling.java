package io.directord.director.journal;

import io.directord.director.config.HookConfig;
import io.directord.director.config.Secrets;
import java.time.Duration;

/** Tells somebody of one event. Waits, but not longer than it is told; for a hook's thread. */
interface Telling {
  /** What went wrong; empty when nothing did. */
  String attempt(JournalEvent event, Duration timeout) throws InterruptedException;

  static Telling of(HookConfig.Way way, String node, Secrets secrets) {
    return switch (way) {
      case HookConfig.Program(var command, var arguments) -> new ProgramTelling(command, arguments);
      case HookConfig.Fifo(var path, var arguments) -> ProgramTelling.into(path, arguments);
      case HookConfig.Web web -> new WebTelling(web, node, secrets);
    };
  }
}
