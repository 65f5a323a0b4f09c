package io.directord.failover;

import io.directord.failover.address.OtherHost;
import io.directord.failover.wire.Reception.Oddity;
import io.directord.failover.wire.Rejection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** What one virtual router has counted since the process started. Thread-safe. */
public final class RouterCounters {
  public final LongAdder sent = new LongAdder();
  public final LongAdder sendErrors = new LongAdder();
  public final LongAdder received = new LongAdder();
  public final LongAdder becameActive = new LongAdder();
  public final LongAdder resignationsSent = new LongAdder();
  public final LongAdder resignationsHeard = new LongAdder();
  public final LongAdder announcements = new LongAdder();
  public final LongAdder splits = new LongAdder();
  public final LongAdder splitNanos = new LongAdder();
  public final LongAdder disagreements = new LongAdder();
  public final LongAdder restored = new LongAdder();
  public final Histogram lateness = new Histogram();
  public final Histogram interArrival = new Histogram();
  private final Map<OtherHost.Kind, LongAdder> conflicts = each(OtherHost.Kind.class);
  private final Map<Rejection, LongAdder> rejected = each(Rejection.class);
  private final Map<Oddity, LongAdder> odd = each(Oddity.class);

  void count(OtherHost.Kind by, long packets) {
    of(conflicts, by).add(packets);
  }

  public long conflicts(OtherHost.Kind by) {
    return of(conflicts, by).sum();
  }

  void count(Rejection why) {
    of(rejected, why).increment();
  }

  void count(Oddity oddity) {
    of(odd, oddity).increment();
  }

  public long rejected(Rejection why) {
    return of(rejected, why).sum();
  }

  public long odd(Oddity oddity) {
    return of(odd, oddity).sum();
  }

  private static <E extends Enum<E>> Map<E, LongAdder> each(Class<E> type) {
    Map<E, LongAdder> adders = new EnumMap<>(type);
    for (E value : type.getEnumConstants()) {
      adders.put(value, new LongAdder());
    }
    return Collections.unmodifiableMap(adders);
  }

  /** There is one for each value. */
  private static <E extends Enum<E>> LongAdder of(Map<E, LongAdder> adders, E value) {
    return Objects.requireNonNull(adders.get(value));
  }
}
