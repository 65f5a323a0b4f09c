package io.directord.health;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which of some probe loops a target goes to. One after the other is filled, because a loop that
 * wakes finds more to do then, and does it for less; when all are full, the one with the least to
 * do. Pure but for what it counts; owned by whoever holds the loops.
 */
final class LoopLoads<L> {
  /** In bare connects a second: about half of what one CPU can do. */
  static final int FULL = 15_000;

  /** A load is counted in thousandths of a bare connect a second. */
  private static final long MILLI = 1000;

  private final Map<L, Long> loads = new LinkedHashMap<>();

  LoopLoads(List<L> loops) {
    loops.forEach(loop -> loads.put(loop, 0L));
  }

  /**
   * What a target is to its loop.
   *
   * @param cost of one probe, in bare connects: {@link Probe#cost}
   */
  static long load(Duration interval, int cost) {
    return MILLI * MILLI * cost / interval.toMillis();
  }

  L add(long load) {
    for (var each : loads.entrySet()) {
      if (each.getValue() + load <= FULL * MILLI) {
        each.setValue(each.getValue() + load);
        return each.getKey();
      }
    }
    var least = Collections.min(loads.entrySet(), Comparator.comparingLong(Map.Entry::getValue));
    least.setValue(least.getValue() + load);
    return least.getKey();
  }

  void remove(L loop, long load) {
    loads.merge(loop, -load, Long::sum);
  }

  /** Those that have something to do; if there is none, the one that will be first. */
  List<L> inUse() {
    List<L> used = new ArrayList<>();
    loads.forEach((loop, load) -> {
      if (load > 0) {
        used.add(loop);
      }
    });
    return used.isEmpty() ? List.of(loads.keySet().iterator().next()) : used;
  }
}
