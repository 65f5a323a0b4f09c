package io.directord.health.transport;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where handshakes are computed: one costs a millisecond or two, and the first ones after a start
 * some hundred each, while Java loads what they need. On a probe loop that would be time that other
 * servers' answers wait for.
 */
final class TlsThreads {
  private static final int THREADS = 2;

  /** Steps of handshakes that wait: more than there are probes in flight, of which each has one. */
  static final int WAITING_MAX = 16_384;

  private static final int FILES_WAITING_MAX = 65_536;
  private static final long IDLE_SECONDS = 30;

  static final Executor HANDSHAKES = pool("tls-", THREADS, WAITING_MAX);
  static final Executor FILES = pool("tls-files-", 1, FILES_WAITING_MAX);

  /** So many wait already: probes that time out leave their steps behind. */
  static final class Busy extends RejectedExecutionException {
    private static final long serialVersionUID = 1;

    Busy() {
      super("too many handshakes wait for a thread");
    }
  }

  private TlsThreads() {}

  /** They end when there is nothing to do for a while, and never keep the process alive. */
  private static Executor pool(String name, int threads, int waitingMax) {
    AtomicInteger number = new AtomicInteger();
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(waitingMax),
            work ->
                Thread.ofPlatform().daemon().name(name + number.incrementAndGet()).unstarted(work),
            (_, _) -> {
              throw new Busy();
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
