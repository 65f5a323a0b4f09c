package io.directord.failover.track;

import io.netty.util.concurrent.ScheduledFuture;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A thing whose changes are told: an interface, a service. Owned by the trackers' executor: every
 * method is called there only.
 */
final class HeardWatch implements Watch {
  private final Loop loop;
  private final Runnable changed;
  private final long upDelayNanos;
  private final long downDelayNanos;
  private TrackState state;
  private @Nullable ScheduledFuture<?> timer;

  HeardWatch(Loop loop, Runnable changed, long upDelayNanos, long downDelayNanos) {
    this.loop = loop;
    this.changed = changed;
    this.upDelayNanos = upDelayNanos;
    this.downDelayNanos = downDelayNanos;
    this.state = TrackState.unknown(loop.nowNanos());
  }

  void hear(Outcome outcome) {
    become(state.settled(outcome, upDelayNanos, downDelayNanos, loop.nowNanos()));
  }

  @Override
  public TrackState state() {
    return state;
  }

  @Override
  public void stop() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  private void become(TrackState next) {
    stop();
    boolean differs = !next.equals(state);
    state = next;
    OptionalLong deadline = next.deadlineNanos();
    if (deadline.isPresent()) {
      long delay = deadline.getAsLong() - loop.nowNanos();
      timer = loop.schedule(() -> become(state.tick(loop.nowNanos())), delay);
    }
    if (differs) {
      changed.run();
    }
  }
}
