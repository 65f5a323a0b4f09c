package io.directord.director.metrics;

import io.directord.health.Distribution;
import io.directord.health.FailureKind;
import io.directord.health.ProbeStatistics;
import io.directord.health.ProbeStatistics.OfChecks;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the probe loops have counted of the health checks. Labels are the types of checks and the
 * kinds of results only, so that the number of series does not grow with that of the servers.
 * Thread-safe.
 */
final class CheckMeters implements MultiCollector {
  private static final double NANOS_PER_SECOND = 1e9;

  private final ProbeStatistics probes;

  CheckMeters(ProbeStatistics probes) {
    this.probes = probes;
  }

  @Override
  public MetricSnapshots collect() {
    Map<String, OfChecks> byType = probes.byType();
    return MetricSnapshots.of(
        results(byType),
        durations(byType),
        HistogramSnapshot.builder()
            .name("directord_check_lag_seconds")
            .help("From the time at which a check was due to its start")
            .dataPoint(histogram(Labels.EMPTY, probes.lag()))
            .build(),
        CounterSnapshot.builder()
            .name("directord_check_transitions")
            .help("Changes of verdicts, without each target's first")
            .dataPoint(count(Labels.of("to", "up"), probes.cameUp()))
            .dataPoint(count(Labels.of("to", "down"), probes.wentDown()))
            .build(),
        gauge("directord_checks_in_flight", "Checks under way", probes.inFlight()),
        gauge(
            "directord_checks_in_flight_max",
            "As many checks may be under way; then others wait",
            probes.inFlightMax()));
  }

  private static CounterSnapshot results(Map<String, OfChecks> byType) {
    CounterSnapshot.Builder results =
        CounterSnapshot.builder()
            .name("directord_checks")
            .help("Checks that ended; local is trouble of this host, which counts against nobody");
    byType.forEach((type, each) -> {
      results.dataPoint(count(Labels.of("type", type, "result", "success"), each.successes()));
      for (FailureKind kind : FailureKind.values()) {
        String result = kind.name().toLowerCase(Locale.ROOT);
        long failures = each.failures().getOrDefault(kind, 0L);
        results.dataPoint(count(Labels.of("type", type, "result", result), failures));
      }
    });
    return results.build();
  }

  private static HistogramSnapshot durations(Map<String, OfChecks> byType) {
    HistogramSnapshot.Builder durations =
        HistogramSnapshot.builder()
            .name("directord_check_duration_seconds")
            .help("From the start of a check to its result");
    byType.forEach(
        (type, each) -> durations.dataPoint(histogram(Labels.of("type", type), each.duration())));
    return durations.build();
  }

  private static HistogramDataPointSnapshot histogram(Labels labels, Distribution found) {
    ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
    List<Long> bounds = Distribution.BOUNDS_NANOS;
    for (int i = 0; i <= bounds.size(); i++) {
      double upTo =
          i == bounds.size() ? Double.POSITIVE_INFINITY : bounds.get(i) / NANOS_PER_SECOND;
      buckets.bucket(upTo, found.counts().get(i));
    }
    return HistogramDataPointSnapshot.builder()
        .labels(labels)
        .classicHistogramBuckets(buckets.build())
        .sum(found.sumNanos() / NANOS_PER_SECOND)
        .build();
  }

  private static CounterDataPointSnapshot count(Labels labels, long value) {
    return CounterDataPointSnapshot.builder().labels(labels).value((double) value).build();
  }

  private static GaugeSnapshot gauge(String name, String help, long value) {
    return GaugeSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(GaugeDataPointSnapshot.builder().value((double) value).build())
        .build();
  }
}
