package io.directord.failover.track;

import io.netty.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;

/**
 * A thing that is looked at again and again, from start to start of a look by its interval; a look
 * that takes longer delays the next one. Owned by the trackers' executor: every method is called
 * there only.
 */
final class PacedWatch implements Watch {
  private final Loop loop;
  private final Runnable changed;
  private final Track.Pace pace;
  private final Look look;
  private TrackState state;

  /** Tells the answers of this look from those of one that was given up. */
  private long number;

  private boolean awaited;
  private long startNanos;
  private boolean stopped;
  private @Nullable ScheduledFuture<?> timer;
  private @Nullable Runnable end;

  PacedWatch(Loop loop, Runnable changed, Track.Pace pace, Look look) {
    this.loop = loop;
    this.changed = changed;
    this.pace = pace;
    this.look = look;
    this.state = TrackState.unknown(loop.nowNanos());
  }

  void start() {
    startNanos = loop.nowNanos();
    awaited = true;
    long mine = ++number;
    end =
        look.begin(
            outcome -> loop.execute(() -> said(mine, outcome)),
            () -> loop.execute(() -> done(mine)));
  }

  @Override
  public TrackState state() {
    return state;
  }

  @Override
  public void stop() {
    stopped = true;
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
    if (end != null) {
      end.run();
      end = null;
    }
  }

  private void said(long look, Outcome outcome) {
    if (stopped || look != number || !awaited) {
      return;
    }
    awaited = false;
    TrackState next = state.counted(outcome, pace.rise(), pace.fall(), loop.nowNanos());
    boolean differs = !next.equals(state);
    state = next;
    if (differs) {
      changed.run();
    }
  }

  private void done(long look) {
    if (stopped || look != number) {
      return;
    }
    end = null;
    long delay = startNanos + pace.intervalNanos() - loop.nowNanos();
    timer = loop.schedule(this::start, delay);
  }
}
