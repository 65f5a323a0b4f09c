package io.directord.director.metrics;

import io.directord.director.DirectorView;
import io.directord.director.host.HostView;
import io.directord.director.host.Need;
import io.directord.director.reconcile.Round;
import io.directord.director.reconcile.ServiceDecision;
import io.directord.health.ProbeStatistics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/** The director's view as Micrometer meters, brought up to date at each scrape. Thread-safe. */
public final class Metrics {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Supplier<DirectorView> view;
  private final RouterMeters routers;
  private final Map<String, FunctionCounter> connections = new HashMap<>();

  public Metrics(Supplier<DirectorView> view, ProbeStatistics probes) {
    this.view = view;
    this.routers = new RouterMeters(registry);
    registry.getPrometheusRegistry().register(new RouterHistograms(() -> view.get().routers()));
    registry.getPrometheusRegistry().register(new CheckMeters(probes));
    registry.getPrometheusRegistry().register(new ServiceMeters(view));
    Gauge.builder("directord_config_generation", view, v -> v.get().generation())
        .register(registry);
    Gauge.builder(
            "directord_ipvs_in_step",
            view,
            v -> v.get().round().map(Round::inStep).orElse(false) ? 1 : 0)
        .description("1 while the kernel holds what is wanted")
        .register(registry);
    Gauge.builder("directord_self_doubt", view, v -> v.get().selfDoubt().isPresent() ? 1 : 0)
        .description("1 while this node suspects itself and holds verdicts")
        .register(registry);
    FunctionCounter.builder(
            "directord_reconcile_rounds", view, v -> v.get().round().map(Round::number).orElse(0L))
        .register(registry);
    Gauge.builder(
            "directord_heap_used_bytes",
            Runtime.getRuntime(),
            jvm -> jvm.totalMemory() - jvm.freeMemory())
        .description("Objects of this process, with those that are not in use any more")
        .register(registry);
    FunctionCounter.builder("directord_arp_questions", view, v -> v.get().arp().questions().sum())
        .description("Real servers asked for an address that they should be silent about")
        .register(registry);
    FunctionCounter.builder("directord_arp_claims", view, v -> v.get().arp().claims().sum())
        .description("Packets by which a real server claimed an address of its service")
        .register(registry);
    FunctionCounter.builder("directord_probes", probes, ProbeStatistics::finished)
        .register(registry);
    FunctionCounter.builder("directord_probe_failures", probes, ProbeStatistics::failures)
        .register(registry);
    FunctionCounter.builder("directord_probes_late", probes, ProbeStatistics::late)
        .register(registry);
  }

  /** Also shows what is known of this host. */
  public void ofHost(Supplier<HostView> host) {
    for (Need need : List.of(Need.REQUIRED, Need.ADVISED)) {
      Gauge.builder("directord_host_sysctls_wrong", host, v -> v.get().wrong(need).size())
          .description("Sysctls that differ from what the configuration needs")
          .tag("need", need.text())
          .register(registry);
    }
    Gauge.builder(
            "directord_host_rules_missing",
            host,
            v -> v.get().rules().wanted() && !v.get().rules().inForce() ? 1 : 0)
        .description("1 while rules that mark or masquerade are not in force")
        .register(registry);
    Gauge.builder("directord_host_modules_missing", host, v -> v.get().missing().size())
        .description("Kernel modules that are needed and absent")
        .register(registry);
  }

  /** The text of one scrape. */
  public synchronized String scrape() {
    DirectorView now = view.get();
    Set<String> services = new HashSet<>();
    for (ServiceDecision service : now.round().map(r -> r.plan().decisions()).orElse(List.of())) {
      services.add(service.service().name());
      connections.computeIfAbsent(service.service().name(), this::connectionCounter);
    }
    forgetOthers(services);
    routers.update(now.routers());
    return registry.scrape();
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
}
