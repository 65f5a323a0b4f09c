package io.directord.health;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.netty.util.concurrent.Ticker;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Probes the targets pinned to one event loop. All their times stand in two queues, of probes that
 * are to start and of probes in flight, with a single timer at the earliest of them. Owned by the
 * probe loop: every method but the constructor is called there only.
 */
final class ProbeLoop {
  /** Then the loop reads answers before it starts more, however many probes are due. */
  static final int STARTS_PER_TURN = 16;

  /** A loop that comes this late to a deadline has first to read what arrived meanwhile. */
  static final long GRACE_NANOS = 5_000_000;

  /**
   * It wakes at whole multiples of this only: what is due within one is done together, and a wake
   * costs more than many a probe. Shorter than any interval.
   */
  static final long TICK_NANOS = 4_000_000;

  private final EventLoop loop;
  private final Ticker ticker;
  private final Outputs outputs;
  private final RandomGenerator random;
  private final LoopStatistics statistics = new LoopStatistics();
  private final DeadlineQueue<Tracked> starts = new DeadlineQueue<>();
  private final DeadlineQueue<Tracked> deadlines = new DeadlineQueue<>();
  private final Pace pace;
  private int inFlight;
  private int inFlightMax;
  private @Nullable ScheduledFuture<?> timer;
  private long timerNanos;
  private boolean stopped;

  /** It starts nothing before it is told how many may be in flight. */
  ProbeLoop(EventLoop loop, Outputs outputs, RandomGenerator random) {
    this.loop = loop;
    this.ticker = loop.ticker();
    this.outputs = outputs;
    this.random = random;
    this.pace = new Pace(nowNanos());
  }

  EventLoop eventLoop() {
    return loop;
  }

  /** On the same scale as {@link System#nanoTime()}, unless a test turns the clock. */
  long nowNanos() {
    return ticker.initialNanoTime() + ticker.nanoTime();
  }

  void change(Collection<Tracked> gone, Collection<Tracked> added) {
    assert loop.inEventLoop();
    guard(() -> {
      gone.forEach(this::drop);
      if (!stopped) {
        added.forEach(this::take);
      }
    });
  }

  LoopStatistics statistics() {
    return statistics;
  }

  void inFlightMax(int most) {
    assert loop.inEventLoop();
    inFlightMax = most;
    statistics.inFlightMax().set(most);
    arm();
  }

  void stop(Collection<Tracked> all) {
    assert loop.inEventLoop();
    stopped = true;
    change(all, List.of());
  }

  void finish(ProbeRun run, ProbeOutcome outcome) {
    assert loop.inEventLoop();
    guard(() -> conclude(run, outcome));
  }

  void onBug(Throwable bug) {
    outputs.bug(bug);
  }

  private void take(Tracked tracked) {
    switch (tracked.target().check()) {
      case Check.Fixed(var up) -> outputs.verdict(tracked, tracked.settle(up, nowNanos()));
      case Check.Probed _ -> {
        tracked.schedule(pace.next(nowNanos()));
        starts.put(tracked.place(), tracked.dueNanos());
      }
    }
  }

  private void drop(Tracked tracked) {
    starts.remove(tracked.place());
    ProbeRun run = tracked.run();
    if (run != null) {
      run.cancel();
      release(run);
    }
  }

  private void turn() {
    timer = null;
    guard(() -> {
      expire(nowNanos());
      startDue();
    });
  }

  private void expire(long nowNanos) {
    while (deadlines.isDue(nowNanos)) {
      long late = nowNanos - deadlines.headNanos();
      Tracked tracked = deadlines.poll();
      ProbeRun run = Objects.requireNonNull(tracked.run());
      if (late > GRACE_NANOS && run.takeGrace()) {
        // We stood still, not the server. The next turn comes after the loop has read its sockets.
        deadlines.put(tracked.place(), nowNanos + 1);
      } else {
        run.timeout();
      }
    }
  }

  private void startDue() {
    long nowNanos = nowNanos();
    for (int n = 0; n < STARTS_PER_TURN && inFlight < inFlightMax && starts.isDue(nowNanos); n++) {
      start(starts.poll());
    }
  }

  private void start(Tracked tracked) {
    ProbeRun run = new ProbeRun(this, tracked, nowNanos());
    statistics.onStart(run.startedNanos() - tracked.dueNanos());
    tracked.run(run);
    statistics.inFlight().set(++inFlight);
    deadlines.put(tracked.place(), run.deadlineNanos());
    run.start();
  }

  private void conclude(ProbeRun run, ProbeOutcome outcome) {
    Tracked tracked = run.tracked();
    long nowNanos = nowNanos();
    release(run);
    tracked.counts().onOutcome(outcome);
    if (tracked.isRetired()) {
      return;
    }
    Verdict changed = judged(run, outcome, nowNanos);
    if (outcome instanceof ProbeOutcome.Failure f && f.kind() == FailureKind.LOCAL) {
      outputs.trouble(tracked.target(), f.evidence(), nowNanos);
    }
    if (changed != null) {
      outputs.verdict(tracked, changed);
    }
  }

  /** And goes on with this target, even if its judgement is a mistake of ours. */
  private @Nullable Verdict judged(ProbeRun run, ProbeOutcome outcome, long nowNanos) {
    Tracked tracked = run.tracked();
    Health.State before = tracked.state();
    try {
      return tracked.judge(outcome, nowNanos);
    } finally {
      statistics.onState(before, tracked.state());
      tracked.schedule(run.startedNanos(), nowNanos, random.nextDouble());
      starts.put(tracked.place(), tracked.dueNanos());
    }
  }

  private void release(ProbeRun run) {
    statistics.inFlight().set(--inFlight);
    deadlines.remove(run.tracked().place());
    run.tracked().run(null);
  }

  /** The one catch of this loop: Netty would log what is thrown, and go on as if nothing was. */
  private void guard(Runnable work) {
    try {
      work.run();
    } catch (Throwable bug) {
      onBug(bug);
    } finally {
      arm();
    }
  }

  /** One timer for everything; too early a timer is left to fire, which changes nothing. */
  private void arm() {
    boolean mayStart = inFlight < inFlightMax && !starts.isEmpty();
    if (!mayStart && deadlines.isEmpty()) {
      return;
    }
    long wakeNanos = mayStart ? starts.headNanos() : deadlines.headNanos();
    if (!deadlines.isEmpty() && deadlines.headNanos() - wakeNanos < 0) {
      wakeNanos = deadlines.headNanos();
    }
    wakeNanos = Math.ceilDiv(wakeNanos, TICK_NANOS) * TICK_NANOS;
    if (timer != null) {
      if (timerNanos - wakeNanos <= 0) {
        return;
      }
      timer.cancel(false);
    }
    timerNanos = wakeNanos;
    long delayNanos = Math.max(0, wakeNanos - nowNanos());
    timer = loop.schedule(this::turn, delayNanos, TimeUnit.NANOSECONDS);
  }
}
