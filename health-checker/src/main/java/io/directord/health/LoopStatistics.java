package io.directord.health;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Running totals of one probe loop, which is the only one to write them; any thread may read. */
final class LoopStatistics {
  /** What is counted beside the durations. */
  enum Total {
    STARTED,
    LATE,
    LAG_MAX_NANOS,
    IN_FLIGHT,
    IN_FLIGHT_MAX,
    CAME_UP,
    WENT_DOWN
  }

  /** What is counted of one type of check. */
  static final class OfType {
    /** After one for each failure. */
    private static final int SUCCESS = FailureKind.values().length;

    private final DurationCounters durations = new DurationCounters();
    private final Counters results = new Counters(SUCCESS + 1);

    DurationCounters durations() {
      return durations;
    }

    long successes() {
      return results.get(SUCCESS);
    }

    long failures(FailureKind kind) {
      return results.get(kind.ordinal());
    }

    void onOutcome(ProbeOutcome outcome) {
      durations.add(outcome.roundTripNanos());
      int result =
          switch (outcome) {
            case ProbeOutcome.Success _ -> SUCCESS;
            case ProbeOutcome.Failure failure -> failure.kind().ordinal();
          };
      results.add(result, 1);
    }
  }

  private final Counters totals = new Counters(Total.values().length);
  private final DurationCounters lag = new DurationCounters();
  private final Map<String, OfType> byType = new ConcurrentHashMap<>();

  long get(Total total) {
    return totals.get(total.ordinal());
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
    totals.add(Total.STARTED.ordinal(), 1);
    lag.add(Math.max(0, lagNanos));
    if (lagNanos > ProbeStatistics.LATE_NANOS) {
      totals.add(Total.LATE.ordinal(), 1);
    }
    if (lagNanos > get(Total.LAG_MAX_NANOS)) {
      totals.set(Total.LAG_MAX_NANOS.ordinal(), lagNanos);
    }
  }

  /** The first verdict of all is no change of one. */
  void onState(Health.State before, Health.State after) {
    if (before != after && before != Health.State.UNKNOWN) {
      Total changed = after == Health.State.UP ? Total.CAME_UP : Total.WENT_DOWN;
      totals.add(changed.ordinal(), 1);
    }
  }

  void inFlight(int now) {
    totals.set(Total.IN_FLIGHT.ordinal(), now);
  }

  void inFlightMax(int most) {
    totals.set(Total.IN_FLIGHT_MAX.ordinal(), most);
  }
}
