package io.directord.health;

import java.util.List;

/**
 * How many durations were at most as long as each bound.
 *
 * @param counts one for each of {@link #BOUNDS_NANOS}, not cumulated, and one for what is longer
 */
public record Distribution(List<Long> counts, long sumNanos) {
  /** From 0.1 ms to 10 s. */
  public static final List<Long> BOUNDS_NANOS =
      List.of(
          100_000L,
          250_000L,
          500_000L,
          1_000_000L,
          2_500_000L,
          5_000_000L,
          10_000_000L,
          25_000_000L,
          50_000_000L,
          100_000_000L,
          250_000_000L,
          500_000_000L,
          1_000_000_000L,
          2_500_000_000L,
          5_000_000_000L,
          10_000_000_000L);

  public Distribution {
    counts = List.copyOf(counts);
    if (counts.size() != BOUNDS_NANOS.size() + 1) {
      throw new IllegalArgumentException("one count for each bound, found " + counts.size());
    }
  }

  public long count() {
    return counts.stream().mapToLong(Long::longValue).sum();
  }
}
