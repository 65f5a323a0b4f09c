package io.directord.health;

import org.jspecify.annotations.Nullable;

/** One probe in flight, from its start to its only outcome. Called on its probe loop only. */
final class ProbeRun implements Probe.Report {
  private final ProbeLoop loop;
  private final Tracked tracked;
  private final long startedNanos;
  private Probe.@Nullable Attempt attempt;
  private boolean over;
  private boolean graceGiven;

  ProbeRun(ProbeLoop loop, Tracked tracked, long startedNanos) {
    this.loop = loop;
    this.tracked = tracked;
    this.startedNanos = startedNanos;
  }

  Tracked tracked() {
    return tracked;
  }

  long startedNanos() {
    return startedNanos;
  }

  long deadlineNanos() {
    return startedNanos + timeoutNanos();
  }

  void start() {
    try {
      attempt = tracked.probe().start(loop.eventLoop(), this);
    } catch (Throwable bug) {
      bug(bug);
    }
  }

  /** True once: whether the answer may be read first, although the deadline has passed. */
  boolean takeGrace() {
    boolean first = !graceGiven;
    graceGiven = true;
    return first;
  }

  void timeout() {
    String stage = "not started";
    boolean ours = false;
    try {
      stage = attempt == null ? stage : attempt.stage();
      ours = attempt != null && attempt.waitsForUs();
    } catch (Throwable bug) {
      loop.onBug(bug);
    }
    cancel();
    loop.finish(
        this,
        ours
            ? ProbeOutcome.tooBusy(timeoutNanos(), stage, tookNanos())
            : ProbeOutcome.timeout(timeoutNanos(), stage, tookNanos()));
  }

  /** Frees what the probe holds; nothing is reported afterwards. */
  void cancel() {
    over = true;
    try {
      if (attempt != null) {
        attempt.cancel();
      }
    } catch (Throwable bug) {
      loop.onBug(bug);
    }
  }

  @Override
  public void success(String what, Advice advice) {
    end(ProbeOutcome.success(what, tookNanos(), advice));
  }

  @Override
  public void failure(FailureKind kind, String evidence) {
    end(new ProbeOutcome.Failure(kind, tookNanos(), evidence));
  }

  @Override
  public void bug(Throwable cause) {
    loop.onBug(cause);
    failure(FailureKind.LOCAL, "not probed: a bug in the probe (" + cause + ")");
  }

  private void end(ProbeOutcome outcome) {
    if (!over) {
      over = true;
      loop.finish(this, outcome);
    }
  }

  private long tookNanos() {
    return loop.nowNanos() - startedNanos;
  }

  private long timeoutNanos() {
    return tracked.target().timing().timeout().toNanos();
  }
}
