package io.directord.failover;

import io.netty.channel.IoEventLoop;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A loop on which a bug ends the process instead of being logged and forgotten. Thread-safe. */
final class GuardedLoop {
  private final IoEventLoop loop;
  private final Consumer<Throwable> onBug;

  GuardedLoop(IoEventLoop loop, Consumer<Throwable> onBug) {
    this.loop = loop;
    this.onBug = onBug;
  }

  IoEventLoop loop() {
    return loop;
  }

  void post(Runnable work) {
    loop.execute(guarded(work));
  }

  Future<?> schedule(Runnable work, long delay, TimeUnit unit) {
    return loop.schedule(guarded(work), delay, unit);
  }

  private Runnable guarded(Runnable work) {
    return () -> {
      try {
        work.run();
      } catch (RuntimeException | Error bug) {
        onBug.accept(bug);
      }
    };
  }
}
