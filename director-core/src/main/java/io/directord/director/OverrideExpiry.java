package io.directord.director;

import io.directord.director.reconcile.Expiry;
import io.directord.director.reconcile.OperatorOverride;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Ends overrides when their time is over: one timer, for the next of them, and none where none
 * ends. On the director's loop only.
 */
final class OverrideExpiry {
  /** A longer wait is taken in steps, so that a clock which is set meanwhile is noticed. */
  private static final Duration STEP_MAX = Duration.ofMinutes(1);

  private final EventExecutor loop;
  private final InstantSource clock;
  private final Consumer<Map<String, OperatorOverride>> onOverdue;
  private final Consumer<Throwable> onBug;
  private Map<String, OperatorOverride> commands = Map.of();
  private boolean started;
  private @Nullable ScheduledFuture<?> timer;

  OverrideExpiry(
      EventExecutor loop,
      InstantSource clock,
      Consumer<Map<String, OperatorOverride>> onOverdue,
      Consumer<Throwable> onBug) {
    this.loop = loop;
    this.clock = clock;
    this.onOverdue = onOverdue;
    this.onBug = onBug;
  }

  /** Begins: what is overdue now ended while no director ran. */
  void start() {
    started = true;
    look();
  }

  /** Takes these in the place of all others. */
  void watch(Map<String, OperatorOverride> all) {
    commands = all;
    look();
  }

  private void look() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
    if (!started) {
      return;
    }
    Instant now = clock.instant();
    Map<String, OperatorOverride> overdue = Expiry.overdue(commands, now);
    commands = Expiry.standing(commands, now);
    Expiry.next(commands, now)
        .ifPresent(wait ->
            timer =
                loop.schedule(
                    this::guardedLook,
                    (wait.compareTo(STEP_MAX) > 0 ? STEP_MAX : wait).toNanos(),
                    TimeUnit.NANOSECONDS));
    if (!overdue.isEmpty()) {
      onOverdue.accept(overdue);
    }
  }

  private void guardedLook() {
    try {
      look();
    } catch (RuntimeException | Error bug) {
      onBug.accept(bug);
    }
  }
}
