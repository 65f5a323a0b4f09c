package io.directord.director;

import io.directord.kernel.ipvs.IpvsTable;
import java.time.Duration;

/** The kernel's table as it was read last, for its counters. The director's loop's. */
final class LastTable {
  /** A status that is asked for shows counters at most this old. */
  private static final Duration COUNTERS_FRESH = Duration.ofSeconds(1);

  private IpvsTable table = IpvsTable.EMPTY;
  private long readNanos = System.nanoTime() - COUNTERS_FRESH.toNanos();

  void take(IpvsTable read) {
    table = read;
    readNanos = System.nanoTime();
  }

  IpvsTable table() {
    return table;
  }

  boolean isFresh() {
    return System.nanoTime() - readNanos < COUNTERS_FRESH.toNanos();
  }
}
