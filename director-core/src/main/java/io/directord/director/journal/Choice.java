package io.directord.director.journal;

import io.directord.director.config.HookConfig.Filter;
import java.util.List;
import java.util.Set;

/** Whether somebody wants to be told of an event. Pure. */
final class Choice {
  private Choice() {}

  static boolean wants(Filter filter, JournalEvent event) {
    return (filter.kinds().isEmpty() || filter.kinds().contains(event.kind()))
        && event.level().compareTo(filter.level()) >= 0
        && any(filter.routers(), List.of(event.text("router")))
        && any(filter.services(), services(event))
        && any(filter.servers(), servers(event));
  }

  private static boolean any(Set<String> wanted, List<String> found) {
    return wanted.isEmpty() || found.stream().anyMatch(wanted::contains);
  }

  private static List<String> services(JournalEvent event) {
    return event.text("service").isEmpty()
        ? servers(event).stream()
            .map(name -> name.substring(0, Math.max(0, name.indexOf('/'))))
            .toList()
        : List.of(event.text("service"));
  }

  /** As {@code SERVICE/SERVER}; one check may stand for several. */
  private static List<String> servers(JournalEvent event) {
    return event.text("server").isEmpty()
        ? List.of(event.text("name").split(",", -1))
        : List.of(event.text("service") + "/" + event.text("server"));
  }
}
