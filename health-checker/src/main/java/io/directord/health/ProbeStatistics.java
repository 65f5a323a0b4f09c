package io.directord.health;

import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** Running totals of one checker; written by its probe loops, read by any thread. */
public final class ProbeStatistics {
  /** A probe that starts this much after it was due is late. */
  public static final long LATE_NANOS = 10_000_000;

  private final LongAdder started = new LongAdder();
  private final LongAdder finished = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final LongAdder local = new LongAdder();
  private final LongAdder late = new LongAdder();
  private final LongAccumulator lagMaxNanos = new LongAccumulator(Math::max, 0);

  /** Probes started, including those in flight and those cancelled. */
  public long started() {
    return started.sum();
  }

  /** Probes with an outcome. */
  public long finished() {
    return finished.sum();
  }

  /** Outcomes that counted against a server. */
  public long failures() {
    return failures.sum();
  }

  /** Outcomes that were our own resource trouble. */
  public long local() {
    return local.sum();
  }

  /** Probes that started more than {@link #LATE_NANOS} after they were due. */
  public long late() {
    return late.sum();
  }

  public long lagMaxNanos() {
    return lagMaxNanos.get();
  }

  void onStart(long lagNanos) {
    started.increment();
    lagMaxNanos.accumulate(lagNanos);
    if (lagNanos > LATE_NANOS) {
      late.increment();
    }
  }

  void onOutcome(ProbeOutcome outcome) {
    finished.increment();
    switch (outcome) {
      case ProbeOutcome.Success _ -> {}
      case ProbeOutcome.Failure failure when failure.kind() == FailureKind.LOCAL ->
          local.increment();
      case ProbeOutcome.Failure _ -> failures.increment();
    }
  }
}
