package io.directord.director.metrics;

import io.directord.failover.Histogram;
import io.directord.failover.RouterCounters;
import io.directord.failover.RoutersView;
import io.directord.failover.RoutersView.RouterView;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Histograms that the heartbeat has counted already: Micrometer's own would have it record into
 * them. Thread-safe.
 */
final class RouterHistograms implements MultiCollector {
  private static final double MICROS_PER_SECOND = 1e6;
  private static final double NANOS_PER_SECOND = 1e9;

  private final Supplier<RoutersView> view;

  RouterHistograms(Supplier<RoutersView> view) {
    this.view = view;
  }

  @Override
  public MetricSnapshots collect() {
    RoutersView now = view.get();
    return MetricSnapshots.of(
        snapshot(
            now,
            "directord_advertisement_lateness_seconds",
            "How late our own advertisements left",
            counters -> counters.lateness),
        snapshot(
            now,
            "directord_advertisement_inter_arrival_seconds",
            "Time between two accepted advertisements",
            counters -> counters.interArrival));
  }

  private static HistogramSnapshot snapshot(
      RoutersView now, String name, String help, Function<RouterCounters, Histogram> which) {
    HistogramSnapshot.Builder snapshot = HistogramSnapshot.builder().name(name).help(help);
    for (RouterView router : now.routers()) {
      snapshot.dataPoint(point(router.name(), which.apply(router.counters())));
    }
    return snapshot.build();
  }

  private static HistogramDataPointSnapshot point(String router, Histogram histogram) {
    ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
    int bounds = Histogram.BOUNDS_MICROS.size();
    for (int i = 0; i <= bounds; i++) {
      double upTo =
          i == bounds
              ? Double.POSITIVE_INFINITY
              : Histogram.BOUNDS_MICROS.get(i) / MICROS_PER_SECOND;
      buckets.bucket(upTo, histogram.in(i));
    }
    return HistogramDataPointSnapshot.builder()
        .labels(Labels.of("router", router))
        .classicHistogramBuckets(buckets.build())
        .sum(histogram.sumNanos() / NANOS_PER_SECOND)
        .build();
  }
}
