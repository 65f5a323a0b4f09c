package io.directord.failover.track;

import io.netty.util.concurrent.ScheduledFuture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Looks at paced things: what blocks, on threads of its own. No thing has two looks at a time, so
 * the queue of these threads is not longer than there are things. Thread-safe.
 */
final class Looks implements AutoCloseable {
  /** Programs that run at the same time; more have to wait. */
  static final int THREADS_MAX = 64;

  private static final Path PROC = Path.of("/proc");

  private final GatewayProbe gateways;
  private final Loop loop;
  private final ExecutorService threads;

  Looks(Loop loop, GatewayProbe gateways) {
    this.gateways = gateways;
    this.loop = loop;
    AtomicInteger number = new AtomicInteger();
    ThreadPoolExecutor pool =
        (ThreadPoolExecutor)
            Executors.newFixedThreadPool(
                THREADS_MAX,
                task ->
                    Thread.ofPlatform()
                        .name("track-run-" + number.incrementAndGet())
                        .daemon()
                        .unstarted(task));
    pool.setKeepAliveTime(10, TimeUnit.SECONDS);
    pool.allowCoreThreadTimeOut(true);
    this.threads = pool;
  }

  Look script(Track.Script script) {
    Duration timeout = Duration.ofNanos(script.pace().timeoutNanos());
    return (said, done) ->
        onThread(
            () -> {
              ScriptRun.run(script.command(), timeout, said);
              return true;
            },
            done);
  }

  Look file(Track.File file) {
    Path path = Path.of(file.path());
    return answered(() -> FileLook.look(path));
  }

  Look process(Track.RunningProcess process) {
    return answered(() -> ProcessLook.look(PROC, process.process()));
  }

  /** Does not rely on the probe to keep the deadline. */
  Look gateway(Track.Gateway gateway) {
    Duration timeout = Duration.ofNanos(gateway.pace().timeoutNanos());
    return (said, done) -> {
      Runnable once = once(done);
      ScheduledFuture<?> deadline =
          loop.schedule(
              () -> {
                said.accept(Outcome.failed("no answer"));
                once.run();
              },
              timeout.toNanos());
      gateways
          .ask(gateway.address(), timeout)
          .whenComplete((there, trouble) -> {
            deadline.cancel(false);
            if (trouble != null) {
              said.accept(new Outcome.Untold("cannot ask: " + trouble.getMessage()));
            } else {
              said.accept(there ? new Outcome.Passed("answers") : Outcome.failed("no answer"));
            }
            once.run();
          });
      return () -> deadline.cancel(false);
    };
  }

  /** Kills the programs that run. */
  @Override
  public void close() {
    threads.shutdownNow();
  }

  private Look answered(Callable<Outcome> look) {
    return (said, done) ->
        onThread(
            () -> {
              said.accept(look.call());
              return true;
            },
            done);
  }

  private Runnable onThread(Callable<Boolean> work, Runnable done) {
    Runnable once = once(done);
    Future<?> run =
        threads.submit(() -> {
          try {
            work.call();
          } catch (InterruptedException _) {
            // Nobody wants to know any more.
          } catch (Exception | Error bug) {
            loop.bug(bug);
          } finally {
            once.run();
          }
        });
    return () -> run.cancel(true);
  }

  private static Runnable once(Runnable task) {
    AtomicBoolean ran = new AtomicBoolean();
    return () -> {
      if (ran.compareAndSet(false, true)) {
        task.run();
      }
    };
  }
}
