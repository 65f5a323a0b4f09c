package io.directord.failover;

import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** Counts durations in fixed buckets. Thread-safe; recording allocates nothing. */
public final class Histogram {
  /** Upper bounds, in microseconds; what is longer goes into a last bucket. */
  public static final List<Long> BOUNDS_MICROS =
      List.of(
          50L,
          100L,
          250L,
          500L,
          1_000L,
          2_500L,
          5_000L,
          10_000L,
          20_000L,
          50_000L,
          100_000L,
          250_000L,
          500_000L,
          1_000_000L,
          2_500_000L,
          5_000_000L,
          10_000_000L);

  private final AtomicLongArray counts = new AtomicLongArray(BOUNDS_MICROS.size() + 1);
  private final LongAdder sumNanos = new LongAdder();

  void record(long nanos) {
    int bucket = 0;
    while (bucket < BOUNDS_MICROS.size() && nanos > BOUNDS_MICROS.get(bucket) * 1_000) {
      bucket++;
    }
    counts.incrementAndGet(bucket);
    sumNanos.add(nanos);
  }

  /** Durations in this bucket alone; the index after the last bound: those that are longer. */
  public long in(int bound) {
    return counts.get(bound);
  }

  /** Durations up to this bound and all shorter ones; the index after the last bound: all. */
  public long upTo(int bound) {
    long sum = 0;
    for (int i = 0; i <= bound; i++) {
      sum += counts.get(i);
    }
    return sum;
  }

  public long count() {
    return upTo(BOUNDS_MICROS.size());
  }

  public long sumNanos() {
    return sumNanos.sum();
  }
}
