package io.directord.director;

import io.directord.director.journal.Entry;
import io.directord.director.reconcile.OperatorOverride;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says that overrides have ended by themselves. */
final class OverrideLog {
  private static final Logger LOG = LoggerFactory.getLogger(OverrideLog.class);

  private OverrideLog() {}

  /** Answers with what is worth the journal. */
  static List<Entry> ended(Map<String, OperatorOverride> overdue) {
    List<Entry> entries = new ArrayList<>();
    overdue.forEach((server, override) -> {
      LOG.info(
          "event=override-ended kind={} server={} by=\"{}\" because=\"its time is over\"",
          override.kind().text(),
          server,
          override.author());
      int slash = server.indexOf('/');
      entries.add(
          Entry.of(
              "override-ended",
              "command",
              override.kind().text(),
              "service",
              server.substring(0, slash),
              "server",
              server.substring(slash + 1),
              "by",
              override.by(),
              "because",
              "its time is over"));
    });
    return entries;
  }
}
