package io.directord.health.program;

import io.directord.health.FailureKind;
import io.directord.health.Probe;
import io.directord.health.ThisNode;
import io.directord.health.Turns;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One run of a program: waits for the one before and for its turn, starts, is read from, ends or is
 * killed. Confined to its probe loop, but for what blocks and for {@link #leave}.
 */
final class ScriptRun implements Probe.Attempt {
  /** The pipe holds 64 KiB: this is how long a program may have to wait that writes more. */
  private static final int PAUSE_MILLIS_MAX = 100;

  private static final int PAUSE_MILLIS_MIN = 5;
  private static final int MUCH_BYTES = 4096;

  private final EventLoop loop;
  private final ScriptCheck check;
  private final Launch launch;
  private final ThisNode node;
  private final Probe.Report report;
  private final CompletableFuture<Void> gone = new CompletableFuture<>();
  private String stage = "the program of the probe before does not end, although it was killed";
  private Turns.@Nullable Turn turn;
  private Launch.Result.@Nullable Started started;
  private @Nullable Future<?> reading;
  private boolean waitsForTurn;
  private boolean over;

  ScriptRun(EventLoop loop, ScriptCheck check, Launch launch, ThisNode node, Probe.Report report) {
    this.loop = loop;
    this.check = check;
    this.launch = launch;
    this.node = node;
    this.report = report;
  }

  void begin(@Nullable ScriptRun before) {
    if (before == null || before.gone.isDone()) {
      queue();
    } else {
      before.gone.whenComplete((_, _) -> post(this::queue, this::leave));
    }
  }

  @Override
  public String stage() {
    return stage;
  }

  /** Programs of other servers are in the way, which says nothing about this one. */
  @Override
  public boolean waitsForUs() {
    return waitsForTurn;
  }

  @Override
  public void cancel() {
    if (over) {
      return;
    }
    over = true;
    if (started != null) {
      abandon(started);
    } else if (turn != null && turn.giveUp()) {
      // One that is just being started leaves only when it is killed.
      gone.complete(null);
    }
  }

  private void queue() {
    if (over) {
      leave();
      return;
    }
    stage = "waiting for one of " + node.programs().most() + " programs to end";
    waitsForTurn = true;
    turn = node.programs().ask(() -> post(this::granted, this::leave));
  }

  private void granted() {
    if (over) {
      leave();
      return;
    }
    waitsForTurn = false;
    stage = "starting " + check.program();
    node.programThreads().execute(this::start);
  }

  /** On a thread of its own: takes milliseconds, and hangs when a file system does. */
  private void start() {
    Launch.Result result;
    try {
      result = launch.start();
    } catch (Throwable bug) {
      post(() -> failed(bug), this::leave);
      return;
    }
    switch (result) {
      case Launch.Result.Started now -> post(() -> running(now), () -> abandonStarted(now));
      case Launch.Result.Refused(var kind, var evidence) ->
          post(() -> refused(kind, evidence), this::leave);
    }
  }

  private void running(Launch.Result.Started now) {
    started = now;
    now.process()
        .onExit()
        .whenComplete((_, _) -> {
          leave();
          post(this::ended, () -> {});
        });
    if (over) {
      abandon(now);
    } else {
      stage = "running " + check.program();
      readAfter(PAUSE_MILLIS_MIN);
    }
  }

  private void readAfter(int millis) {
    reading =
        loop.schedule(
            () -> {
              int count = now().output().drain();
              readAfter(
                  count >= MUCH_BYTES ? PAUSE_MILLIS_MIN : Math.min(2 * millis, PAUSE_MILLIS_MAX));
            },
            millis,
            TimeUnit.MILLISECONDS);
  }

  private void ended() {
    if (over) {
      return;
    }
    Launch.Result.Started now = now();
    now.output().drain();
    close(now);
    over = true;
    ExitJudgement judgement =
        ExitJudgement.of(check, now.process().exitValue(), now.output().line());
    if (judgement.up()) {
      report.success(judgement.evidence(), judgement.advice());
    } else {
      report.failure(FailureKind.EXIT, judgement.evidence());
    }
  }

  private void refused(FailureKind kind, String evidence) {
    leave();
    if (!over) {
      over = true;
      report.failure(kind, evidence);
    }
  }

  private void failed(Throwable bug) {
    leave();
    if (started != null) {
      abandon(started);
    }
    if (!over) {
      over = true;
      report.bug(bug);
    }
  }

  private void abandon(Launch.Result.Started now) {
    close(now);
    node.programThreads().execute(() -> launch.kill(now.process()));
  }

  /** The loop is shut down: nobody else is left to do it. */
  private void abandonStarted(Launch.Result.Started now) {
    now.output().close();
    launch.kill(now.process());
    leave();
  }

  private void close(Launch.Result.Started now) {
    if (reading != null) {
      reading.cancel(false);
    }
    now.output().close();
  }

  private Launch.Result.Started now() {
    if (started == null) {
      throw new IllegalStateException("not started: " + check.program());
    }
    return started;
  }

  /** Nothing of it runs any more. From any thread; harmless when it was said before. */
  private void leave() {
    if (turn != null) {
      turn.end();
    }
    gone.complete(null);
  }

  private void post(Runnable work, Runnable otherwise) {
    Runnable guarded =
        () -> {
          try {
            work.run();
          } catch (Throwable bug) {
            failed(bug);
          }
        };
    try {
      loop.execute(guarded);
    } catch (RejectedExecutionException _) {
      otherwise.run();
    }
  }
}
