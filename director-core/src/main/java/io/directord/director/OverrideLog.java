package io.directord.director;

import io.directord.director.pair.PairEvents;
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
  static List<PairEvents.Entry> ended(Map<String, OperatorOverride> overdue) {
    List<PairEvents.Entry> entries = new ArrayList<>();
    overdue.forEach((server, override) -> {
      LOG.info(
          "event=override-ended kind={} server={} by=\"{}\" because=\"its time is over\"",
          override.kind().text(),
          server,
          override.author());
      entries.add(
          new PairEvents.Entry(
              "override-ended",
              Map.of(
                  "server",
                  server,
                  "override",
                  override.kind().text(),
                  "by",
                  override.by(),
                  "because",
                  "its time is over")));
    });
    return entries;
  }
}
