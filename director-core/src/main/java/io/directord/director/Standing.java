package io.directord.director;

import io.directord.director.journal.Entry;
import io.directord.director.reconcile.OperatorOverride;
import io.directord.director.reconcile.ServerDecision;
import io.directord.director.reconcile.ServerDecision.Placement;
import io.directord.director.reconcile.ServiceDecision;
import io.directord.failover.RoutersView.RouterView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How routers, services and servers stand, in the words of the journal: for a journal that has
 * forgotten how they came to it. Pure.
 */
final class Standing {
  private Standing() {}

  static List<Entry> of(DirectorView view) {
    List<Entry> entries = new ArrayList<>();
    view.routers().routers().forEach(router -> entries.add(router(router)));
    for (ServiceDecision service :
        view.round().map(round -> round.plan().decisions()).orElse(List.of())) {
      entries.add(service(service));
      service.servers().forEach(server -> entries.add(server(view, service, server)));
    }
    return entries;
  }

  private static Entry router(RouterView router) {
    return Entry.of(
        "standing",
        "router",
        router.name(),
        "role",
        router.role().name().toLowerCase(Locale.ROOT),
        "priority",
        String.valueOf(router.priority()),
        "since",
        router.since().toString(),
        "because",
        router.because());
  }

  private static Entry service(ServiceDecision service) {
    String state = Transitions.standing(service).text();
    return Entry.of(
        "standing",
        "service",
        service.service().name(),
        "state",
        state,
        "up",
        String.valueOf(service.inService()),
        "of",
        String.valueOf(service.servers().size()),
        "quorum-held",
        String.valueOf(service.quorumHeld()),
        "panic",
        service.panic().orElse(""));
  }

  private static Entry server(DirectorView view, ServiceDecision service, ServerDecision server) {
    String id = service.service().name() + "/" + server.server().name();
    Instant since = view.serverSince().get(id);
    OperatorOverride override = view.overrides().get(id);
    return Entry.of(
        "standing",
        "service",
        service.service().name(),
        "server",
        server.server().name(),
        "state",
        server.state().text(),
        "weight",
        weight(server.placement()),
        "since",
        since == null ? "" : since.toString(),
        "override",
        override == null ? "" : override.kind().text() + " by " + override.by(),
        "because",
        server.because());
  }

  /** As it should be; empty where it is left as it is found. */
  static String weight(Placement placement) {
    return switch (placement) {
      case Placement.At(int weight) -> String.valueOf(weight);
      case Placement.Out() -> "out";
      case Placement.AsFound() -> "";
    };
  }
}
