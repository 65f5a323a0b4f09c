package io.directord.director.config;

import java.time.Duration;

/**
 * When a virtual router moves, beside its interval and preemption.
 *
 * @param startupDelay after a start, how long nobody else is held to be down
 * @param downTimerAdverts missed advertisements after which the active router is held to be down
 * @param syncDelay how long taking the addresses back waits for the connections of the other
 *     director to be synchronised; like the preempt delay, and the longer one counts
 */
public record RouterTiming(Duration startupDelay, int downTimerAdverts, Duration syncDelay) {
  public static final int DOWN_TIMER_ADVERTS = 3;
  public static final int DOWN_TIMER_ADVERTS_MAX = 100;
  public static final Duration DELAY_MAX = Duration.ofSeconds(1000);
  public static final RouterTiming DEFAULT =
      new RouterTiming(Duration.ZERO, DOWN_TIMER_ADVERTS, Duration.ZERO);

  public RouterTiming {
    if (downTimerAdverts < 1 || downTimerAdverts > DOWN_TIMER_ADVERTS_MAX) {
      throw new IllegalArgumentException(
          "down-timer-adverts must be 1.."
              + DOWN_TIMER_ADVERTS_MAX
              + ", found "
              + downTimerAdverts);
    }
  }
}
