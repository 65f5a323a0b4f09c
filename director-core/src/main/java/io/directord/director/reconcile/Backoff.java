package io.directord.director.reconcile;

import java.time.Duration;

/** How long to wait before the next try after so many failures in a row. Pure. */
public record Backoff(Duration first, Duration longest) {

  public Duration after(int failures) {
    if (failures <= 0) {
      return Duration.ZERO;
    }
    int doublings = Math.min(failures - 1, 30);
    Duration wait = first.multipliedBy(1L << doublings);
    return wait.compareTo(longest) > 0 ? longest : wait;
  }
}
