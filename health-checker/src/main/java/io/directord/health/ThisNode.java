package io.directord.health;

import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the checks share that run or read something on this node: each of these blocks a thread for
 * a while, and none may block a probe loop. The threads end by themselves when there is nothing to
 * do. Thread-safe.
 */
public final class ThisNode {
  /** Programs that run at the same time; more have to wait. */
  public static final int PROGRAMS_MAX = 64;

  /** Files that are looked at at the same time: a file system may hang for hours. */
  private static final int FILE_THREADS = 8;

  private static final int IDLE_SECONDS = 10;

  private final ProgramStarter starter;
  private final InstantSource clock;
  private final Turns programs = new Turns(PROGRAMS_MAX);

  // Each program has one thing done at a time: it is started, or it is killed.
  private final Executor programThreads =
      new ThreadPoolExecutor(
          0,
          2 * PROGRAMS_MAX,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          named("check-run-"));

  private final Executor fileThreads;

  /** Starts a program; how, the owner of the process knows. */
  @FunctionalInterface
  public interface ProgramStarter {
    Process start(ProcessBuilder program) throws IOException;
  }

  public ThisNode(ProgramStarter starter, InstantSource clock) {
    this.starter = starter;
    this.clock = clock;
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            FILE_THREADS,
            FILE_THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(HealthChecker.IN_FLIGHT_MAX),
            named("check-file-"));
    pool.allowCoreThreadTimeOut(true);
    this.fileThreads = pool;
  }

  /** Programs are started like any other of this process. */
  public static ThisNode plain() {
    return new ThisNode(ProcessBuilder::start, InstantSource.system());
  }

  public ProgramStarter starter() {
    return starter;
  }

  public InstantSource clock() {
    return clock;
  }

  /** Asked before a program is started, given back when it is gone. */
  public Turns programs() {
    return programs;
  }

  /** For who has a turn. */
  public Executor programThreads() {
    return programThreads;
  }

  /** Refuses what is more than {@link HealthChecker#IN_FLIGHT_MAX}. */
  public Executor fileThreads() {
    return fileThreads;
  }

  private static ThreadFactory named(String prefix) {
    AtomicInteger number = new AtomicInteger();
    return work ->
        Thread.ofPlatform().name(prefix + number.incrementAndGet()).daemon().unstarted(work);
  }
}
