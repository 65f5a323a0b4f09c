package io.directord.health;

/**
 * Successes in a row that changed nothing: how many, and what the last one said. As numbers,
 * because an object that stays until the next probe outlives most collections of young garbage;
 * with ten thousand targets those would carry megabytes each time, to where only a full collection
 * ends. Its target's.
 */
final class Successes {
  private long count;
  private long roundTripNanos;
  private String what = "";
  private boolean timed;

  void add(ProbeOutcome.Success success) {
    count++;
    roundTripNanos = success.roundTripNanos();
    timed = success.timed();
    if (!what.equals(success.what())) {
      what = success.what();
    }
  }

  void clear() {
    count = 0;
    what = "";
  }

  /** What has become of this status by them. */
  TargetStatus after(TargetStatus status) {
    return count == 0
        ? status
        : status.stillUp(count, new ProbeOutcome.Success(roundTripNanos, what, Advice.NONE, timed));
  }
}
