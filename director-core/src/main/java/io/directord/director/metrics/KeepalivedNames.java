package io.directord.director.metrics;

import io.directord.failover.RouterCounters;
import io.directord.failover.RoutersView;
import io.directord.failover.RoutersView.RouterView;
import io.directord.failover.address.HeldAddress;
import io.directord.failover.vrrp.Role;
import io.directord.failover.wire.Reception.Oddity;
import io.directord.failover.wire.Rejection;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * Virtual routers in the names and labels of keepalived_exporter, for dashboards that exist, where
 * the configuration asks for it. Numbers of states are the same. Thread-safe.
 */
final class KeepalivedNames implements MultiCollector {
  private static final int IPV4_BITS = 32;
  private static final int IPV6_BITS = 128;

  /** A counter, and what is nearest to it here. */
  private record Counter(String name, String help, ToLongFunction<RouterView> value) {}

  private static final List<Counter> COUNTERS =
      List.of(
          counted("advertisements_sent", "Advertisements sent", c -> c.sent.sum()),
          counted("advertisements_received", "Advertisements received", c -> c.received.sum()),
          counted("become_master", "Became master", c -> c.becameActive.sum()),
          new Counter("release_master", "Released master", KeepalivedNames::released),
          counted("priority_zero_sent", "Priority zero sent", c -> c.resignationsSent.sum()),
          counted(
              "priority_zero_received", "Priority zero received", c -> c.resignationsHeard.sum()),
          counted(
              "packet_length_errors",
              "Packet length errors",
              c -> c.rejected(Rejection.TOO_SHORT) + c.rejected(Rejection.LENGTH)),
          counted(
              "advertisements_interval_errors",
              "Advertisement interval errors",
              c -> c.rejected(Rejection.INTERVAL) + c.odd(Oddity.INTERVAL_DIFFERS)),
          counted("ip_ttl_errors", "TTL errors", c -> c.rejected(Rejection.TTL)),
          counted("invalid_type_received", "Invalid type errors", c -> c.rejected(Rejection.TYPE)),
          counted(
              "address_list_errors",
              "Address list errors",
              c -> c.rejected(Rejection.ADDRESS_COUNT) + c.odd(Oddity.ADDRESSES_DIFFER)),
          counted(
              "authentication_mismatch",
              "Authentication mismatch",
              c -> c.rejected(Rejection.AUTHENTICATION_TYPE)),
          counted(
              "authentication_failure",
              "Authentication failure",
              c -> c.rejected(Rejection.AUTHENTICATION_FAILED) + c.rejected(Rejection.REPLAYED)));

  private final BooleanSupplier wanted;
  private final Supplier<RoutersView> view;

  KeepalivedNames(BooleanSupplier wanted, Supplier<RoutersView> view) {
    this.wanted = wanted;
    this.view = view;
  }

  private static Counter counted(String name, String help, ToLongFunction<RouterCounters> value) {
    return new Counter(name, help, router -> value.applyAsLong(router.counters()));
  }

  /** Each time that it became active has ended, but perhaps the last. */
  private static long released(RouterView router) {
    long became = router.counters().becameActive.sum();
    return Math.max(0, became - (router.role() == Role.ACTIVE ? 1 : 0));
  }

  @Override
  public MetricSnapshots collect() {
    if (!wanted.getAsBoolean()) {
      return MetricSnapshots.of();
    }
    List<RouterView> routers = view.get().routers();
    List<MetricSnapshot> all = new ArrayList<>();
    all.add(
        GaugeSnapshot.builder()
            .name("keepalived_up")
            .help("Status")
            .dataPoint(gauge(Labels.EMPTY, 1))
            .build());
    GaugeSnapshot.Builder states =
        GaugeSnapshot.builder().name("keepalived_vrrp_state").help("State of vrrp");
    GaugeSnapshot.Builder excluded =
        GaugeSnapshot.builder()
            .name("keepalived_vrrp_excluded_state")
            .help("State of vrrp with excluded VIP");
    for (RouterView router : routers) {
      router.settings().advertised().forEach(each -> states.dataPoint(state(router, each)));
      router.settings().excluded().forEach(each -> excluded.dataPoint(state(router, each)));
    }
    all.add(states.build());
    all.add(excluded.build());
    for (Counter counter : COUNTERS) {
      CounterSnapshot.Builder lines =
          CounterSnapshot.builder().name("keepalived_" + counter.name()).help(counter.help());
      for (RouterView router : routers) {
        lines.dataPoint(
            CounterDataPointSnapshot.builder()
                .labels(labels(router, router.settings().interfaceName()))
                .value((double) counter.value().applyAsLong(router))
                .build());
      }
      all.add(lines.build());
    }
    return new MetricSnapshots(all);
  }

  private static Labels labels(RouterView router, String interfaceName) {
    String vrid = String.valueOf(router.settings().vrid());
    return Labels.of("iname", router.name(), "intf", interfaceName, "vrid", vrid);
  }

  private static GaugeDataPointSnapshot state(RouterView router, HeldAddress address) {
    Labels labels = labels(router, address.device());
    return gauge(labels.add("ip_address", text(address)), router.role().number());
  }

  /** With a prefix length where it says something, as keepalived prints it. */
  private static String text(HeldAddress address) {
    int whole = address.address() instanceof Inet4Address ? IPV4_BITS : IPV6_BITS;
    String text = address.text();
    return address.prefixLength() == whole ? text.substring(0, text.indexOf('/')) : text;
  }

  private static GaugeDataPointSnapshot gauge(Labels labels, int value) {
    return GaugeDataPointSnapshot.builder().labels(labels).value(value).build();
  }
}
