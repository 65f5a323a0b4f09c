package io.directord.failover;

import io.directord.kernel.Family;
import java.util.concurrent.atomic.LongAdder;

/**
 * The vrids of one interface and family: which are routers' of ours, and which somebody else
 * advertises. As large as it will ever be, and allocates nothing. Confined to the heartbeat, but
 * for what it counts.
 */
final class Segment {
  private static final int VRIDS = 256;

  /** A stranger is told again when it had been silent for so long. */
  private static final long SILENT_NANOS = 60_000_000_000L;

  private final int[] joined = new int[VRIDS];
  private final boolean[] heard = new boolean[VRIDS];
  private final long[] heardNanos = new long[VRIDS];
  private final LongAdder strangers = new LongAdder();

  /** All advertisements of one family that an interface brings. */
  record Key(String interfaceName, Family family) {}

  /** A router of ours hears this vrid, over one of its lines. */
  void join(int vrid) {
    joined[vrid]++;
  }

  void leave(int vrid) {
    joined[vrid]--;
  }

  /**
   * Counts an advertisement that is for no router of its line, unless another line has one. True
   * when that is to be told.
   */
  boolean stranger(int vrid, long nowNanos) {
    if (joined[vrid] > 0) {
      return false;
    }
    strangers.increment();
    boolean news = !heard[vrid] || nowNanos - heardNanos[vrid] >= SILENT_NANOS;
    heard[vrid] = true;
    heardNanos[vrid] = nowNanos;
    return news;
  }

  /** Goes on counting. */
  LongAdder strangers() {
    return strangers;
  }
}
