package io.directord.director.metrics;

import io.directord.director.DirectorView;
import io.directord.director.config.NamedCheck;
import io.directord.director.reconcile.Opinion;
import io.directord.director.reconcile.Round;
import io.directord.director.reconcile.ServerDecision;
import io.directord.director.reconcile.ServerState;
import io.directord.director.reconcile.ServiceDecision;
import io.directord.health.ProbeStatistics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** The director's view as Micrometer meters, brought up to date at each scrape. Thread-safe. */
public final class Metrics {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Supplier<DirectorView> view;
  private final List<ServerMeter> serverMeters = new ArrayList<>();
  private final RouterMeters routers;
  private final MultiGauge checkUp;
  private final MultiGauge inService;
  private final MultiGauge quorum;
  private final Map<String, FunctionCounter> connections = new HashMap<>();

  /** One meter with a row for each server of each service. */
  private record ServerMeter(MultiGauge gauge, ToDoubleFunction<ServerRow> value) {}

  private record ServerRow(ServerDecision decision, DirectorView.Held held) {}

  public Metrics(Supplier<DirectorView> view, ProbeStatistics probes) {
    this.view = view;
    this.routers = new RouterMeters(registry);
    registry.getPrometheusRegistry().register(new RouterHistograms(() -> view.get().routers()));
    registry.getPrometheusRegistry().register(new CheckMeters(probes));
    this.checkUp = multi("directord_check_up", "1 while this check of this server passes");
    this.inService = multi("directord_service_in_service", "Servers that get new connections");
    this.quorum = multi("directord_service_quorum_held", "1 while enough servers are up");
    server(
        "directord_server_up",
        "1 while the checks pass",
        row -> row.decision().state() == ServerState.UP ? 1 : 0);
    server(
        "directord_ipvs_backend_weight",
        "Weight in the kernel",
        row -> row.held().weight().orElse(0));
    server(
        "directord_ipvs_backend_connections_active",
        "Active connections",
        row -> row.held().active());
    server(
        "directord_ipvs_backend_connections_inactive",
        "Inactive connections",
        row -> row.held().inactive());
    Gauge.builder("directord_config_generation", view, v -> v.get().generation())
        .register(registry);
    Gauge.builder(
            "directord_ipvs_in_step",
            view,
            v -> v.get().round().map(Round::inStep).orElse(false) ? 1 : 0)
        .description("1 while the kernel holds what is wanted")
        .register(registry);
    FunctionCounter.builder(
            "directord_reconcile_rounds", view, v -> v.get().round().map(Round::number).orElse(0L))
        .register(registry);
    FunctionCounter.builder("directord_probes", probes, ProbeStatistics::finished)
        .register(registry);
    FunctionCounter.builder("directord_probe_failures", probes, ProbeStatistics::failures)
        .register(registry);
    FunctionCounter.builder("directord_probes_late", probes, ProbeStatistics::late)
        .register(registry);
  }

  /** The text of one scrape. */
  public synchronized String scrape() {
    DirectorView now = view.get();
    List<Row<?>> inServiceRows = new ArrayList<>();
    List<Row<?>> quorumRows = new ArrayList<>();
    Set<String> services = new HashSet<>();
    List<Row<?>> checkRows = new ArrayList<>();
    List<List<Row<?>>> serverRows = new ArrayList<>();
    serverMeters.forEach(_ -> serverRows.add(new ArrayList<>()));
    for (ServiceDecision service : now.round().map(r -> r.plan().decisions()).orElse(List.of())) {
      Tags tags = Tags.of("service", service.service().name());
      inServiceRows.add(Row.of(tags, service.inService()));
      quorumRows.add(Row.of(tags, service.quorumHeld() ? 1 : 0));
      services.add(service.service().name());
      connections.computeIfAbsent(service.service().name(), this::connectionCounter);
      for (ServerDecision server : service.servers()) {
        ServerRow row = new ServerRow(server, now.held(service.service(), server.server()));
        Tags both = tags.and("server", server.server().name());
        for (int i = 0; i < serverMeters.size(); i++) {
          serverRows.get(i).add(Row.of(both, serverMeters.get(i).value().applyAsDouble(row)));
        }
        if (now.config().http().checkMetrics()) {
          addChecks(checkRows, now, service, server, both);
        }
      }
    }
    inService.register(inServiceRows, true);
    quorum.register(quorumRows, true);
    checkUp.register(checkRows, true);
    forgetOthers(services);
    routers.update(now.routers());
    for (int i = 0; i < serverMeters.size(); i++) {
      serverMeters.get(i).gauge().register(serverRows.get(i), true);
    }
    return registry.scrape();
  }

  /** Not before the check has spoken: 0 is a verdict. */
  private static void addChecks(
      List<Row<?>> rows,
      DirectorView now,
      ServiceDecision service,
      ServerDecision server,
      Tags serverTags) {
    for (NamedCheck check : server.server().checks()) {
      Opinion.Answer answer =
          now.verdicts().of(service.service(), server.server(), check).answer();
      if (answer != Opinion.Answer.UNKNOWN) {
        rows.add(
            Row.of(
                serverTags.and("check", check.name()), answer == Opinion.Answer.UP ? 1 : 0));
      }
    }
  }

  /** Counts for as long as the service is configured; the kernel starts anew with the service. */
  private FunctionCounter connectionCounter(String service) {
    return FunctionCounter.builder(
            "directord_ipvs_service_connections", view, v -> connections(v.get(), service))
        .description("Connections since the service was created")
        .tag("service", service)
        .register(registry);
  }

  private void forgetOthers(Set<String> services) {
    connections
        .entrySet()
        .removeIf(each -> {
          boolean gone = !services.contains(each.getKey());
          if (gone) {
            registry.remove(each.getValue());
          }
          return gone;
        });
  }

  private static long connections(DirectorView now, String service) {
    return now.config().services().stream()
        .filter(each -> each.name().equals(service))
        .flatMap(each -> each.keys().stream())
        .map(now.table().services()::get)
        .filter(Objects::nonNull)
        .mapToLong(held -> held.counters().connections())
        .sum();
  }

  private MultiGauge multi(String name, String description) {
    return MultiGauge.builder(name).description(description).register(registry);
  }

  private void server(String name, String description, ToDoubleFunction<ServerRow> value) {
    serverMeters.add(new ServerMeter(multi(name, description), value));
  }
}
