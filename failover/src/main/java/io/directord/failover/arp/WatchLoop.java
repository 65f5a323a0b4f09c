package io.directord.failover.arp;

import io.netty.channel.IoEventLoop;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A loop on which a bug ends the process, and nothing runs after the end. Thread-safe. */
final class WatchLoop {
  private final IoEventLoop loop;
  private final Consumer<Throwable> onBug;
  private volatile boolean ended;

  WatchLoop(IoEventLoop loop, Consumer<Throwable> onBug) {
    this.loop = loop;
    this.onBug = onBug;
  }

  IoEventLoop loop() {
    return loop;
  }

  void post(Runnable work) {
    loop.execute(guarded(work));
  }

  Future<?> schedule(Runnable work, long nanos) {
    return loop.schedule(guarded(work), nanos, TimeUnit.NANOSECONDS);
  }

  Runnable guarded(Runnable work) {
    return () -> {
      if (ended) {
        return;
      }
      try {
        work.run();
      } catch (RuntimeException | Error bug) {
        onBug.accept(bug);
      }
    };
  }

  /** With this as its last work. */
  void end(Runnable last) {
    post(() -> {
      ended = true;
      last.run();
    });
  }
}
