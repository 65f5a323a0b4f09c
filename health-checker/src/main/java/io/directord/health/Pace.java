package io.directord.health;

/**
 * When the first probes of new targets start: a few at once, a few more each millisecond. So many
 * targets that come together, at a start or a reload, do not hold up the probes of the others, nor
 * fill the queues of the network; an ordinary number of them starts within a few milliseconds.
 * Touches nothing outside; owned by one probe loop.
 */
final class Pace {
  /** Of one loop: 1,000 targets have all started after 50 ms, 10,000 after 500. */
  static final int STARTS_PER_SLOT = 20;

  static final long SLOT_NANOS = 1_000_000;

  private long slotNanos;
  private int taken;

  Pace(long nowNanos) {
    this.slotNanos = nowNanos;
  }

  /** When the next of them is due. */
  long next(long nowNanos) {
    if (nowNanos - slotNanos >= SLOT_NANOS) {
      slotNanos = nowNanos;
      taken = 0;
    } else if (taken == STARTS_PER_SLOT) {
      slotNanos += SLOT_NANOS;
      taken = 0;
    }
    taken++;
    return nowNanos - slotNanos >= 0 ? nowNanos : slotNanos;
  }
}
