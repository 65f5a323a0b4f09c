package io.directord.director;

import io.directord.director.pair.PairEvents;
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
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs every change of a server's or a service's state, once, with its reason. One thread's. */
final class Transitions {
  private static final Logger LOG = LoggerFactory.getLogger(Transitions.class);

  /** More at once are logged as a number. */
  private static final int LOGGED_MAX = 50;

  private record Known(ServerState state, Instant since) {}

  private final Map<String, Known> servers = new HashMap<>();
  private final Map<String, Standing> services = new HashMap<>();
  private final Set<String> panicking = new HashSet<>();

  /** Told last; absent when something has changed since. */
  private @Nullable Map<String, Instant> since;

  /** How a service stands, as far as the log is concerned. */
  private enum Standing {
    SERVING,
    LAST_RESORT,
    NOBODY
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

  /** Answers with what is worth the journal. */
  List<PairEvents.Entry> log(List<ServiceDecision> decisions, Instant now) {
    List<String> lines = new ArrayList<>();
    for (ServiceDecision service : decisions) {
      for (ServerDecision server : service.servers()) {
        note(service, server, now, lines);
      }
    }
    if (lines.size() > LOGGED_MAX) {
      LOG.info("event=servers changed={}", lines.size());
      lines.forEach(LOG::debug);
    } else {
      lines.forEach(LOG::info);
    }
    decisions.forEach(this::note);
    List<PairEvents.Entry> events = new ArrayList<>();
    decisions.forEach(service -> panic(service, events));
    forget(decisions);
    return events;
  }

  private void panic(ServiceDecision service, List<PairEvents.Entry> events) {
    String name = service.service().name();
    if (service.panic().isPresent() && panicking.add(name)) {
      String because = service.panic().get();
      LOG.error("event=panic service={} because=\"{}\" all servers are used", name, because);
      events.add(new PairEvents.Entry("panic", Map.of("service", name, "because", because)));
    } else if (service.panic().isEmpty() && panicking.remove(name)) {
      LOG.warn("event=panic-ended service={} up={}", name, service.inService());
      events.add(new PairEvents.Entry("panic-ended", Map.of("service", name)));
    }
  }

  /** What is configured no more begins anew when it comes back. */
  private void forget(List<ServiceDecision> decisions) {
    Set<String> configured = new HashSet<>();
    for (ServiceDecision service : decisions) {
      String name = service.service().name();
      configured.add(name);
      service.servers().forEach(each -> configured.add(name + "/" + each.server().name()));
    }
    if (servers.keySet().retainAll(configured)) {
      since = null;
    }
    services.keySet().retainAll(configured);
    panicking.retainAll(configured);
  }

  private void note(
      ServiceDecision service, ServerDecision server, Instant now, List<String> lines) {
    String id = service.service().name() + "/" + server.server().name();
    @Nullable Known before = servers.get(id);
    if (before != null && before.state() == server.state()) {
      return;
    }
    servers.put(id, new Known(server.state(), now));
    since = null;
    if (before != null || server.state() != ServerState.UNKNOWN) {
      lines.add(
          "event=server service="
              + service.service().name()
              + " server="
              + server.server().name()
              + " state="
              + server.state().text()
              + " was="
              + (before == null ? ServerState.UNKNOWN : before.state()).text()
              + " because=\""
              + server.because()
              + "\"");
    }
  }

  private void note(ServiceDecision service) {
    boolean unknown =
        service.servers().stream().anyMatch(server -> server.state() == ServerState.UNKNOWN);
    if (unknown && service.inService() == 0 && service.lastResort().isEmpty()) {
      return;
    }
    String name = service.service().name();
    Standing now =
        service.lastResort().isPresent()
            ? Standing.LAST_RESORT
            : service.inService() > 0 || !meantToServe(service)
                ? Standing.SERVING
                : Standing.NOBODY;
    @Nullable Standing before = services.put(name, now);
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
  }

  /** A service whose servers all have weight 0 by configuration is not missing anybody. */
  private static boolean meantToServe(ServiceDecision service) {
    return service.servers().stream().anyMatch(server -> server.server().spec().weight() > 0);
  }
}
