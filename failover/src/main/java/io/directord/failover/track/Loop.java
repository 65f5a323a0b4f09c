package io.directord.failover.track;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The executor that owns all watches, its clock, and where their bugs go. Thread-safe. */
final class Loop {
  private final EventExecutor executor;
  private final Consumer<Throwable> bugs;

  Loop(EventExecutor executor, Consumer<Throwable> bugs) {
    this.executor = executor;
    this.bugs = bugs;
  }

  /** On the same scale as {@link System#nanoTime()}, unless a test turns the clock. */
  long nowNanos() {
    return executor.ticker().initialNanoTime() + executor.ticker().nanoTime();
  }

  /** What comes after the end of the executor comes too late, and is dropped: false. */
  boolean execute(Runnable task) {
    try {
      executor.execute(() -> guard(task));
      return true;
    } catch (RejectedExecutionException late) {
      if (!executor.isShuttingDown()) {
        throw late;
      }
      return false;
    }
  }

  ScheduledFuture<?> schedule(Runnable task, long delayNanos) {
    return executor.schedule(() -> guard(task), Math.max(0, delayNanos), TimeUnit.NANOSECONDS);
  }

  boolean inEventLoop() {
    return executor.inEventLoop();
  }

  void bug(Throwable bug) {
    bugs.accept(bug);
  }

  private void guard(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error bug) {
      bugs.accept(bug);
    }
  }
}
