package io.directord.failover.peer;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts since the start; read by any thread. */
public final class PeerCounters {
  public final LongAdder sent = new LongAdder();
  public final LongAdder received = new LongAdder();
  private final Map<Rejection, LongAdder> rejected = new EnumMap<>(Rejection.class);

  public PeerCounters() {
    for (Rejection why : Rejection.values()) {
      rejected.put(why, new LongAdder());
    }
  }

  void reject(Rejection why) {
    LongAdder counter = rejected.get(why);
    if (counter != null) {
      counter.increment();
    }
  }

  public long rejected(Rejection why) {
    LongAdder counter = rejected.get(why);
    return counter == null ? 0 : counter.sum();
  }
}
