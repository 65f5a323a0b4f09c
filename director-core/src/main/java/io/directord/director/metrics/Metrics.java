package io.directord.director.metrics;

import io.directord.director.DirectorView;
import io.directord.director.config.EventKinds;
import io.directord.director.config.HttpConfig.Exporter;
import io.directord.director.host.HostView;
import io.directord.director.host.Need;
import io.directord.director.peer.PeersView;
import io.directord.director.reconcile.KernelCounts;
import io.directord.director.reconcile.Round;
import io.directord.health.ProbeStatistics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * The director's view as the text that Prometheus scrapes: what there is little of as Micrometer
 * meters, what grows with the servers as lines of its own. Thread-safe.
 */
public final class Metrics {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Supplier<DirectorView> view;
  private final RouterMeters routers;
  private Runnable peers = () -> {};

  /** Micrometer itself holds what it asks by weak references only. */
  private final List<Object> kept = new ArrayList<>();

  private List<ServiceLabels> labels = List.of();

  public Metrics(Supplier<DirectorView> view, ProbeStatistics probes) {
    this.view = view;
    this.routers = new RouterMeters(registry);
    registry.getPrometheusRegistry().register(new RouterHistograms(() -> view.get().routers()));
    registry.getPrometheusRegistry().register(new CheckMeters(probes));
    registry
        .getPrometheusRegistry()
        .register(
            new KeepalivedNames(() -> named(Exporter.KEEPALIVED), () -> view.get().routers()));
    Gauge.builder("directord_config_generation", view, v -> v.get().generation())
        .description("Configurations taken over since the start")
        .register(registry);
    Gauge.builder(
            "directord_config_last_reload_successful",
            view,
            v -> v.get().lastReload().taken() ? 1 : 0)
        .description("1 while what was read last is in force")
        .register(registry);
    Gauge.builder(
            "directord_config_last_reload_timestamp_seconds",
            view,
            v -> v.get().lastReload().at().getEpochSecond())
        .description("When the configuration was read last")
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
        .description("Times that the kernel was compared with what is wanted")
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
        .description("Checks that ended")
        .register(registry);
    FunctionCounter.builder("directord_probe_failures", probes, ProbeStatistics::failures)
        .description("Checks that counted against a server")
        .register(registry);
    FunctionCounter.builder("directord_probes_late", probes, ProbeStatistics::late)
        .description("Checks that started more than 10 ms after they were due")
        .register(registry);
  }

  /**
   * Also shows what happened.
   *
   * @param count of the events of a kind
   */
  public void ofEvents(ToLongFunction<String> count) {
    kept.add(count);
    for (String kind : EventKinds.all()) {
      FunctionCounter.builder("directord_events", count, all -> all.applyAsLong(kind))
          .description("Events of the journal since the start")
          .tag("kind", kind)
          .register(registry);
    }
  }

  /** Also shows what was asked of the kernel. */
  public void ofKernel(KernelCounts counts) {
    kept.add(counts);
    for (String kind : KernelCounts.CHANGES) {
      FunctionCounter.builder("directord_ipvs_changes", counts, all -> all.changes(kind))
          .description("Changes of the IPVS table that the kernel took")
          .tag("change", kind)
          .register(registry);
    }
    List<String> operations = new ArrayList<>(KernelCounts.CHANGES);
    operations.add(KernelCounts.ROUND);
    for (String operation : operations) {
      FunctionCounter.builder("directord_netlink_errors", counts, all -> all.errors(operation))
          .description("Refused changes of the IPVS table, and rounds that came to nothing")
          .tag("operation", operation)
          .register(registry);
    }
  }

  /** Also shows what is known of this host. */
  public void ofHost(Supplier<HostView> host) {
    kept.add(host);
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

  /** Also shows what is known of other directors. */
  public void ofPeers(Supplier<PeersView> known) {
    PeerMeters meters = new PeerMeters(registry, known.get().counters());
    peers = () -> meters.update(known.get());
  }

  /** A scrape of what there is now, to be written out. */
  public synchronized Scrape scrape() {
    DirectorView now = view.get();
    boolean withChecks = now.config().http().checkMetrics();
    labels = ServiceLabels.of(ServiceText.decisions(now), labels, withChecks);
    routers.update(now.routers());
    peers.run();
    boolean backends = named(Exporter.NODE_EXPORTER);
    return new Scrape(
        this::write,
        new ServiceText(now, labels),
        backends ? Optional.of(new BackendText(now)) : Optional.empty());
  }

  private boolean named(Exporter exporter) {
    return view.get().config().http().alsoNamed().contains(exporter);
  }

  private void write(ByteBuf page) {
    try {
      registry.scrape(new ByteBufOutputStream(page));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
