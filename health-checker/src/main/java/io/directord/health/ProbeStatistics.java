package io.directord.health;

import io.directord.health.LoopStatistics.OfType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Running totals of one checker; written by its probe loops, read by any thread. */
public final class ProbeStatistics {
  /** A probe that starts this much after it was due is late. */
  public static final long LATE_NANOS = 10_000_000;

  private final List<LoopStatistics> loops;

  ProbeStatistics(List<LoopStatistics> loops) {
    this.loops = List.copyOf(loops);
  }

  /**
   * What became of the checks of one type.
   *
   * @param duration from start to outcome, of all outcomes
   * @param failures all kinds
   */
  public record OfChecks(Distribution duration, long successes, Map<FailureKind, Long> failures) {
    public OfChecks {
      failures = Map.copyOf(failures);
    }
  }

  /** Probes started, including those in flight and those cancelled. */
  public long started() {
    return total(LoopStatistics::started);
  }

  /** Probes with an outcome. */
  public long finished() {
    return byType().values().stream().mapToLong(each -> each.duration().count()).sum();
  }

  /** Outcomes that counted against a server. */
  public long failures() {
    return byType().values().stream()
        .flatMap(each -> each.failures().entrySet().stream())
        .filter(each -> each.getKey() != FailureKind.LOCAL)
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** Outcomes that were our own resource trouble. */
  public long local() {
    return byType().values().stream()
        .mapToLong(each -> each.failures().getOrDefault(FailureKind.LOCAL, 0L))
        .sum();
  }

  /** Probes that started more than {@link #LATE_NANOS} after they were due. */
  public long late() {
    return total(LoopStatistics::late);
  }

  public long lagMaxNanos() {
    return loops.stream().mapToLong(each -> each.lagMaxNanos().get()).max().orElse(0);
  }

  /** From the time at which each probe was due to its start. */
  public Distribution lag() {
    return DurationCounters.sum(loops.stream().map(LoopStatistics::lag).toList());
  }

  public long inFlight() {
    return total(LoopStatistics::inFlight);
  }

  /** As many may be; then others wait for their end. */
  public long inFlightMax() {
    return total(LoopStatistics::inFlightMax);
  }

  /** Targets that were down and came up. */
  public long cameUp() {
    return total(LoopStatistics::cameUp);
  }

  /** Targets that were up and went down. */
  public long wentDown() {
    return total(LoopStatistics::wentDown);
  }

  /** By the type of the check; types that were never asked for are left out. */
  public SequencedMap<String, OfChecks> byType() {
    Map<String, List<OfType>> all = new TreeMap<>();
    for (LoopStatistics loop : loops) {
      loop.byType()
          .forEach((type, each) -> all.computeIfAbsent(type, _ -> new ArrayList<>()).add(each));
    }
    SequencedMap<String, OfChecks> sums = new TreeMap<>();
    all.forEach((type, each) -> sums.put(type, sum(each)));
    sums.values().removeIf(each -> each.duration().count() == 0);
    return sums;
  }

  private static OfChecks sum(Collection<OfType> all) {
    Map<FailureKind, Long> failures = new EnumMap<>(FailureKind.class);
    for (FailureKind kind : FailureKind.values()) {
      failures.put(kind, all.stream().mapToLong(each -> each.failures(kind)).sum());
    }
    return new OfChecks(
        DurationCounters.sum(all.stream().map(OfType::durations).toList()),
        all.stream().mapToLong(OfType::successes).sum(),
        failures);
  }

  private long total(Function<LoopStatistics, Count> which) {
    return loops.stream().map(which).mapToLong(Count::get).sum();
  }
}
