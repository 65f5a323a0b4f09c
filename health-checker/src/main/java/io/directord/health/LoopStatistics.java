package io.directord.health;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** Running totals of one probe loop, which is the only one to write them; any thread may read. */
final class LoopStatistics {
  private final Count started = new Count();
  private final Count late = new Count();
  private final Count lagMaxNanos = new Count();
  private final Count inFlight = new Count();
  private final Count inFlightMax = new Count();
  private final Count cameUp = new Count();
  private final Count wentDown = new Count();
  private final DurationCounters lag = new DurationCounters();
  private final Map<String, OfType> byType = new ConcurrentHashMap<>();

  /** What is counted of one type of check. */
  static final class OfType {
    private final DurationCounters durations = new DurationCounters();
    private final Count successes = new Count();
    private final Map<FailureKind, Count> failures = new EnumMap<>(FailureKind.class);

    OfType() {
      for (FailureKind kind : FailureKind.values()) {
        failures.put(kind, new Count());
      }
    }

    DurationCounters durations() {
      return durations;
    }

    long successes() {
      return successes.get();
    }

    long failures(FailureKind kind) {
      return of(kind).get();
    }

    void onOutcome(ProbeOutcome outcome) {
      durations.add(outcome.roundTripNanos());
      switch (outcome) {
        case ProbeOutcome.Success _ -> successes.increment();
        case ProbeOutcome.Failure failure -> of(failure.kind()).increment();
      }
    }

    private Count of(FailureKind kind) {
      return Objects.requireNonNull(failures.get(kind));
    }
  }

  Count started() {
    return started;
  }

  Count late() {
    return late;
  }

  Count lagMaxNanos() {
    return lagMaxNanos;
  }

  Count inFlight() {
    return inFlight;
  }

  Count inFlightMax() {
    return inFlightMax;
  }

  Count cameUp() {
    return cameUp;
  }

  Count wentDown() {
    return wentDown;
  }

  DurationCounters lag() {
    return lag;
  }

  Map<String, OfType> byType() {
    return byType;
  }

  /** For all checks of this type, of which there are few. */
  OfType ofType(String type) {
    return byType.computeIfAbsent(type, _ -> new OfType());
  }

  void onStart(long lagNanos) {
    started.increment();
    lag.add(Math.max(0, lagNanos));
    if (lagNanos > ProbeStatistics.LATE_NANOS) {
      late.increment();
    }
    if (lagNanos > lagMaxNanos.get()) {
      lagMaxNanos.set(lagNanos);
    }
  }

  /** The first verdict of all is no change of one. */
  void onState(Health.State before, Health.State after) {
    if (before != after && before != Health.State.UNKNOWN) {
      (after == Health.State.UP ? cameUp : wentDown).increment();
    }
  }
}
