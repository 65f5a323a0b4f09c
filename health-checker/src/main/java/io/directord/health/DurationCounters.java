package io.directord.health;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** A {@link Distribution} that one thread adds to. */
final class DurationCounters {
  private static final long[] BOUNDS =
      Distribution.BOUNDS_NANOS.stream().mapToLong(Long::longValue).toArray();
  private static final int SUM = BOUNDS.length + 1;

  private final Counters counters = new Counters(SUM + 1);

  /** By the owner only; allocates nothing. */
  void add(long nanos) {
    int bucket = 0;
    while (bucket < BOUNDS.length && nanos > BOUNDS[bucket]) {
      bucket++;
    }
    counters.add(bucket, 1);
    counters.add(SUM, nanos);
  }

  static Distribution sum(Collection<DurationCounters> all) {
    List<Long> counts = new ArrayList<>(SUM);
    for (int bucket = 0; bucket < SUM; bucket++) {
      counts.add(total(all, bucket));
    }
    return new Distribution(counts, total(all, SUM));
  }

  private static long total(Collection<DurationCounters> all, int index) {
    return all.stream().mapToLong(each -> each.counters.get(index)).sum();
  }
}
