package io.directord.director;

import io.directord.kernel.ipvs.Ipvs;
import io.directord.kernel.ipvs.IpvsTable;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.function.Consumer;

/** The kernel's table as it was read last, for its counters. The director's loop's. */
final class LastTable {
  /** A status that is asked for shows counters at most this old. */
  private static final Duration COUNTERS_FRESH = Duration.ofSeconds(1);

  private IpvsTable table = IpvsTable.EMPTY;
  private long readNanos = System.nanoTime() - COUNTERS_FRESH.toNanos();

  void take(IpvsTable read) {
    table = read.sharing(table);
    readNanos = System.nanoTime();
  }

  IpvsTable table() {
    return table;
  }

  /** Reads it again unless it is fresh; then it is told whether it has. */
  void refresh(Ipvs ipvs, EventExecutor loop, Consumer<Boolean> then) {
    if (isFresh()) {
      then.accept(false);
      return;
    }
    ipvs.table()
        .whenCompleteAsync(
            (read, failure) -> {
              if (failure == null) {
                take(read);
              }
              then.accept(failure == null);
            },
            loop);
  }

  private boolean isFresh() {
    return System.nanoTime() - readNanos < COUNTERS_FRESH.toNanos();
  }
}
