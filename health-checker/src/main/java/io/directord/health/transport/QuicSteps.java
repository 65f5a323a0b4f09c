package io.directord.health.transport;

import io.netty.channel.EventLoop;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What one QUIC connection has computed by the threads of handshakes: its settings, and Java's part
 * of the handshake, which is to verify a certificate and to choose ours. The latter holds pointers
 * to what the connection has in BoringSSL: it must not be freed before all have ended. Called on
 * the loop only.
 */
final class QuicSteps implements Executor {
  private final EventLoop loop;
  private final Runnable idle;
  private final Consumer<Throwable> refused;
  private int running;
  private volatile boolean abandoned;

  /**
   * @param idle called on the loop when the last step has ended
   */
  QuicSteps(EventLoop loop, Runnable idle, Consumer<Throwable> refused) {
    this.loop = loop;
    this.idle = idle;
    this.refused = refused;
  }

  @Override
  public void execute(Runnable step) {
    begin(() -> {
      if (!abandoned) {
        step.run();
      }
      loop.execute(this::ended);
    });
  }

  /** What is made is taken in any case, by the loop: whoever takes it also frees it. */
  <T> void make(Supplier<T> making, Consumer<T> taken) {
    begin(() -> {
      try {
        T made = making.get();
        loop.execute(() -> {
          taken.accept(made);
          ended();
        });
      } catch (RuntimeException bug) {
        loop.execute(() -> {
          refused.accept(bug);
          ended();
        });
      }
    });
  }

  private void begin(Runnable work) {
    running++;
    try {
      TlsThreads.HANDSHAKES.execute(() -> run(work));
    } catch (TlsThreads.Busy busy) {
      running--;
      refused.accept(busy);
    }
  }

  boolean areRunning() {
    return running > 0;
  }

  /** Those that have not begun are left. */
  void abandon() {
    abandoned = true;
  }

  private void run(Runnable work) {
    try {
      work.run();
    } catch (RejectedExecutionException rejected) {
      // The loop has ended, and with it everything that could be continued there.
      if (!loop.isShuttingDown()) {
        throw rejected;
      }
    }
  }

  private void ended() {
    running--;
    if (running == 0) {
      idle.run();
    }
  }
}
