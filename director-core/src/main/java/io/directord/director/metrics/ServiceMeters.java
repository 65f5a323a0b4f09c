package io.directord.director.metrics;

import io.directord.director.DirectorView;
import io.directord.director.config.ArpWatchConfig;
import io.directord.director.config.NamedCheck;
import io.directord.director.reconcile.Opinion;
import io.directord.director.reconcile.ServerDecision;
import io.directord.director.reconcile.ServerState;
import io.directord.director.reconcile.ServiceDecision;
import io.directord.kernel.ipvs.Forwarding;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A row for each service, each server and, if asked for, each of its checks: made from the view at
 * a scrape and forgotten. Meters that stay would be four objects and more for each of ten thousand
 * servers. Thread-safe.
 */
final class ServiceMeters implements MultiCollector {
  private final Supplier<DirectorView> view;

  ServiceMeters(Supplier<DirectorView> view) {
    this.view = view;
  }

  @Override
  public MetricSnapshots collect() {
    Rows rows = new Rows();
    DirectorView now = view.get();
    now.round()
        .map(round -> round.plan().decisions())
        .orElse(List.of())
        .forEach(service -> rows.add(now, service));
    return MetricSnapshots.of(
        rows.all.stream().map(Meter::snapshot).toArray(MetricSnapshot[]::new));
  }

  /** One metric under way. */
  private record Meter(GaugeSnapshot.Builder builder) {
    void add(Labels labels, double value) {
      builder.dataPoint(GaugeDataPointSnapshot.builder().labels(labels).value(value).build());
    }

    GaugeSnapshot snapshot() {
      return builder.build();
    }
  }

  /** Of one scrape. */
  private static final class Rows {
    private final List<Meter> all = new ArrayList<>();
    private final Meter inService =
        meter("directord_service_in_service", "Servers that get new connections");
    private final Meter quorum =
        meter("directord_service_quorum_held", "1 while enough servers are up");
    private final Meter panic =
        meter("directord_service_panic", "1 while servers that are down are used too");
    private final Meter up = meter("directord_server_up", "1 while the checks pass");
    private final Meter weight = meter("directord_ipvs_backend_weight", "Weight in the kernel");
    private final Meter active =
        meter("directord_ipvs_backend_connections_active", "Active connections");
    private final Meter inactive =
        meter("directord_ipvs_backend_connections_inactive", "Inactive connections");
    private final Meter arpProblem =
        meter(
            "directord_arp_problem",
            "1 while a real server does not keep silent about its service's address");
    private final Meter checkUp =
        meter("directord_check_up", "1 while this check of this server passes");

    private Meter meter(String name, String help) {
      Meter meter = new Meter(GaugeSnapshot.builder().name(name).help(help));
      all.add(meter);
      return meter;
    }

    void add(DirectorView now, ServiceDecision service) {
      Labels labels = Labels.of("service", service.service().name());
      inService.add(labels, service.inService());
      quorum.add(labels, service.quorumHeld() ? 1 : 0);
      panic.add(labels, service.panic().isPresent() ? 1 : 0);
      for (ServerDecision server : service.servers()) {
        Labels both = labels.add("server", server.server().name());
        DirectorView.Held held = now.held(service.service(), server.server());
        up.add(both, isUp(server.state()) ? 1 : 0);
        weight.add(both, held.weight().orElse(0));
        active.add(both, (double) held.active());
        inactive.add(both, (double) held.inactive());
        if (server.server().spec().forwarding() instanceof Forwarding.Direct
            && now.config().arpWatch().action() != ArpWatchConfig.Action.OFF) {
          String id = service.service().name() + "/" + server.server().name();
          arpProblem.add(both, now.arp().of(id).isEmpty() ? 0 : 1);
        }
        if (now.config().http().checkMetrics()) {
          addChecks(now, service, server, both);
        }
      }
    }

    private static boolean isUp(ServerState state) {
      return switch (state) {
        case UP, STARTING -> true;
        case UNKNOWN, DOWN, DRAINING, DISABLED -> false;
      };
    }

    /** Not before a check has spoken: 0 is a verdict. */
    private void addChecks(
        DirectorView now, ServiceDecision service, ServerDecision server, Labels labels) {
      for (NamedCheck check : server.server().checks()) {
        Opinion.Answer answer =
            now.verdicts().of(service.service(), server.server(), check).answer();
        if (answer != Opinion.Answer.UNKNOWN) {
          checkUp.add(labels.add("check", check.name()), answer == Opinion.Answer.UP ? 1 : 0);
        }
      }
    }
  }
}
