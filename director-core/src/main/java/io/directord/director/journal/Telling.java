package io.directord.director.journal;

import io.directord.director.config.HookConfig;
import io.directord.director.config.Secrets;
import java.time.Duration;

/** Tells somebody of events. Waits, but not longer than it is told; for a hook's thread. */
interface Telling {
  /** What went wrong; empty when nothing did. */
  String attempt(Moment moment, Duration timeout) throws InterruptedException;

  /** Tells of one event after the other. */
  interface Single extends Telling {
    String attempt(JournalEvent event, Duration timeout) throws InterruptedException;

    @Override
    default String attempt(Moment moment, Duration timeout) throws InterruptedException {
      return attempt(moment.first(), timeout);
    }
  }

  static Telling of(HookConfig.Way way, String node, Secrets secrets) {
    return switch (way) {
      case HookConfig.Program(var command, var arguments) -> new ProgramTelling(command, arguments);
      case HookConfig.Fifo(var path, var arguments) -> ProgramTelling.into(path, arguments);
      case HookConfig.Web web -> new WebTelling(web, node, secrets);
      case HookConfig.Mail mail -> new MailTelling(mail, node, secrets);
    };
  }
}
