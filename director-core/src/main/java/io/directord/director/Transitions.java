package io.directord.director;

import io.directord.director.journal.Entry;
import io.directord.director.reconcile.ServerDecision;
import io.directord.director.reconcile.ServerState;
import io.directord.director.reconcile.ServiceDecision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Logs every change of a server's or a service's state, once, with its reason. One thread's. */
final class Transitions {
  private static final Logger LOG = LoggerFactory.getLogger(Transitions.class);

  /** More at once are logged as a number. */
  private static final int LOGGED_MAX = 50;

  /** More at once are written down as a number: the journal is for more than one moment. */
  private static final int EVENTS_MAX = 5_000;

  private static final String FURTHER =
      "further servers whose state changed in the same moment, not written down one by one";

  private static final String UNCONFIGURED = "not in the configuration any more";

  private record Known(ServerState state, Instant since) {}

  private record Change(ServiceDecision service, ServerDecision server, ServerState was) {
    String line() {
      return "event=server service="
          + service.service().name()
          + " server="
          + server.server().name()
          + " state="
          + server.state().text()
          + " was="
          + was.text()
          + " because=\""
          + server.because()
          + "\"";
    }

    Entry entry() {
      return Entry.of(
          "server",
          "service",
          service.service().name(),
          "server",
          server.server().name(),
          "state",
          server.state().text(),
          "was",
          was.text(),
          "weight",
          Standing.weight(server.placement()),
          "because",
          server.because());
    }
  }

  private final Map<String, Known> servers = new HashMap<>();
  private final Map<String, ServiceState> services = new HashMap<>();
  private final Set<String> panicking = new HashSet<>();
  private final Set<String> withoutQuorum = new HashSet<>();

  /** Looked at last: who is decided the same way as then has not changed. */
  private List<ServiceDecision> last = List.of();

  /** Told last; absent when something has changed since. */
  private @Nullable Map<String, Instant> since;

  /** How a service stands, as far as the log is concerned. */
  enum ServiceState {
    SERVING,
    LAST_RESORT,
    NOBODY;

    String text() {
      return switch (this) {
        case SERVING -> "serving";
        case LAST_RESORT -> "last-resort";
        case NOBODY -> "no-server-left";
      };
    }
  }

  /** Since when each server, by {@code SERVICE/SERVER}, is in its state. */
  Map<String, Instant> since() {
    if (since == null) {
      Map<String, Instant> all = HashMap.newHashMap(servers.size());
      servers.forEach((id, known) -> all.put(id, known.since()));
      since = Collections.unmodifiableMap(all);
    }
    return since;
  }

  /** Answers with what is worth the journal, to be put into words where there is time. */
  Supplier<List<Entry>> log(List<ServiceDecision> decisions, Instant now) {
    List<Change> changes = new ArrayList<>();
    int changed = 0;
    List<ServiceDecision> others = others(decisions);
    for (ServiceDecision service : others) {
      for (ServerDecision server : service.servers()) {
        Optional<ServerState> was = note(service, server, now);
        if (was.isPresent() && changed++ < EVENTS_MAX) {
          changes.add(new Change(service, server, was.get()));
        }
      }
    }
    if (changed > LOGGED_MAX) {
      LOG.info("event=servers changed={}", changed);
    } else {
      changes.forEach(each -> LOG.info(each.line()));
    }
    List<Entry> events = new ArrayList<>();
    others.forEach(service -> note(service, events));
    others.forEach(service -> panic(service, events));
    if (!areOfSameServices(decisions)) {
      forget(decisions, events);
    }
    last = decisions;
    int further = changed - changes.size();
    return () -> entries(changes, further, events);
  }

  /** The decisions that were not looked at last time. */
  @SuppressWarnings("ReferenceEquality") // looking at an equal one changes nothing
  private List<ServiceDecision> others(List<ServiceDecision> decisions) {
    List<ServiceDecision> others = new ArrayList<>();
    for (int i = 0; i < decisions.size(); i++) {
      if (i >= last.size() || decisions.get(i) != last.get(i)) {
        others.add(decisions.get(i));
      }
    }
    return others;
  }

  @SuppressWarnings("ReferenceEquality") // likewise
  private boolean areOfSameServices(List<ServiceDecision> decisions) {
    if (decisions.size() != last.size()) {
      return false;
    }
    for (int i = 0; i < decisions.size(); i++) {
      if (decisions.get(i).service() != last.get(i).service()) {
        return false;
      }
    }
    return true;
  }

  private static List<Entry> entries(List<Change> changes, int further, List<Entry> others) {
    List<Entry> all = new ArrayList<>(changes.size() + others.size() + 1);
    changes.forEach(each -> all.add(each.entry()));
    if (further > 0) {
      all.add(further(further));
    }
    all.addAll(others);
    return all;
  }

  private static Entry further(int servers) {
    return Entry.of("servers", "count", String.valueOf(servers), "because", FURTHER);
  }

  private void panic(ServiceDecision service, List<Entry> events) {
    String name = service.service().name();
    if (service.panic().isPresent() && panicking.add(name)) {
      String because = service.panic().get();
      LOG.error("event=panic service={} because=\"{}\" all servers are used", name, because);
      events.add(Entry.of("panic", "service", name, "because", because));
    } else if (service.panic().isEmpty() && panicking.remove(name)) {
      LOG.warn("event=panic-ended service={} up={}", name, service.inService());
      events.add(Entry.of("panic-ended", "service", name));
    }
  }

  /** What is configured no more begins anew when it comes back. */
  private void forget(List<ServiceDecision> decisions, List<Entry> events) {
    Set<String> configured = new HashSet<>();
    for (ServiceDecision service : decisions) {
      String name = service.service().name();
      configured.add(name);
      service.servers().forEach(each -> configured.add(name + "/" + each.server().name()));
    }
    int gone = 0;
    for (Map.Entry<String, Known> each : servers.entrySet()) {
      if (!configured.contains(each.getKey()) && gone++ < EVENTS_MAX) {
        events.add(removed(each.getKey(), each.getValue().state()));
      }
    }
    if (gone > EVENTS_MAX) {
      events.add(further(gone - EVENTS_MAX));
    }
    for (String service : services.keySet()) {
      if (!configured.contains(service)) {
        events.add(
            Entry.of("service", "service", service, "state", "removed", "because", UNCONFIGURED));
      }
    }
    if (servers.keySet().retainAll(configured)) {
      since = null;
    }
    services.keySet().retainAll(configured);
    panicking.retainAll(configured);
    withoutQuorum.retainAll(configured);
  }

  private static Entry removed(String id, ServerState was) {
    int slash = id.indexOf('/'); // names have none
    return Entry.of(
        "server",
        "service",
        id.substring(0, slash),
        "server",
        id.substring(slash + 1),
        "state",
        "removed",
        "was",
        was.text(),
        "because",
        UNCONFIGURED);
  }

  /** Answers with the state that it had, if it has another one now that is worth telling. */
  private Optional<ServerState> note(ServiceDecision service, ServerDecision server, Instant now) {
    String id = service.service().name() + "/" + server.server().name();
    @Nullable Known before = servers.get(id);
    if (before != null && before.state() == server.state()) {
      return Optional.empty();
    }
    servers.put(id, new Known(server.state(), now));
    since = null;
    if (before != null) {
      return Optional.of(before.state());
    }
    return server.state() == ServerState.UNKNOWN
        ? Optional.empty()
        : Optional.of(ServerState.UNKNOWN);
  }

  private void note(ServiceDecision service, List<Entry> events) {
    boolean unknown =
        service.servers().stream().anyMatch(server -> server.state() == ServerState.UNKNOWN);
    if (unknown && service.inService() == 0 && service.lastResort().isEmpty()) {
      return;
    }
    quorum(service, events);
    String name = service.service().name();
    ServiceState now = standing(service);
    @Nullable ServiceState before = services.put(name, now);
    if (before == now) {
      return;
    }
    int all = service.servers().size();
    switch (now) {
      case SERVING -> {
        if (before != null) {
          LOG.info(
              "event=service service={} state=serving up={} of={}", name, service.inService(), all);
        }
      }
      case LAST_RESORT ->
          LOG.warn(
              "event=service service={} state=last-resort quorum={} of={}",
              name,
              service.service().quorum(),
              all);
      case NOBODY -> LOG.error("event=service service={} state=no-server-left of={}", name, all);
    }
    events.add(
        Entry.of(
            "service",
            "service",
            name,
            "state",
            now.text(),
            "was",
            before == null ? "unknown" : before.text(),
            "up",
            String.valueOf(service.inService()),
            "of",
            String.valueOf(all)));
  }

  private void quorum(ServiceDecision service, List<Entry> events) {
    String name = service.service().name();
    boolean changed = service.quorumHeld() ? withoutQuorum.remove(name) : withoutQuorum.add(name);
    if (changed) {
      String kind = service.quorumHeld() ? "quorum-held" : "quorum-lost";
      String up = String.valueOf(service.inService());
      String quorum = String.valueOf(service.service().quorum());
      LOG.atLevel(service.quorumHeld() ? Level.INFO : Level.WARN)
          .log("event={} service={} up={} quorum={}", kind, name, up, quorum);
      events.add(Entry.of(kind, "service", name, "up", up, "quorum", quorum));
    }
  }

  static ServiceState standing(ServiceDecision service) {
    return service.lastResort().isPresent()
        ? ServiceState.LAST_RESORT
        : service.inService() > 0 || !meantToServe(service)
            ? ServiceState.SERVING
            : ServiceState.NOBODY;
  }

  /** A service whose servers all have weight 0 by configuration is not missing anybody. */
  private static boolean meantToServe(ServiceDecision service) {
    return service.servers().stream().anyMatch(server -> server.server().spec().weight() > 0);
  }
}
