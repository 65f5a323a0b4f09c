package io.directord.health;

import io.directord.health.transport.ProbeKinds;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs a single probe on a loop, with a deadline as its owner would set it. */
public final class OneProbe {
  public static final int HANG_MILLIS = 150;
  private static final int PATIENCE_MILLIS = 20_000;

  private OneProbe() {}

  /** For a probe that is expected to end by itself. */
  public static ProbeOutcome run(EventLoop loop, InetSocketAddress address, Check.Probed check) {
    return run(loop, address, check, PATIENCE_MILLIS);
  }

  public static ProbeOutcome run(
      EventLoop loop, InetSocketAddress address, Check.Probed check, int timeoutMillis) {
    return run(loop, Endpoint.plain(address), check, timeoutMillis);
  }

  /** A hang is ended by its deadline, which may be short; no other outcome may hurry. */
  public static ProbeOutcome run(
      EventLoop loop, Endpoint endpoint, Check.Probed check, int timeoutMillis) {
    return run(loop, new ProbeKinds().probe(endpoint, check), timeoutMillis);
  }

  public static ProbeOutcome run(EventLoop loop, Probe probe, int timeoutMillis) {
    CompletableFuture<ProbeOutcome> ended = new CompletableFuture<>();
    loop.execute(() -> {
      Probe.Attempt attempt = probe.start(loop, new Recorder(ended));
      Runnable deadline =
          () -> {
            String stage = attempt.stage();
            attempt.cancel();
            ended.complete(
                ProbeOutcome.timeout(TimeUnit.MILLISECONDS.toNanos(timeoutMillis), stage, 0));
          };
      var timer = loop.schedule(deadline, timeoutMillis, TimeUnit.MILLISECONDS);
      ended.whenComplete((_, _) -> timer.cancel(false));
    });
    return ended.orTimeout(2L * PATIENCE_MILLIS, TimeUnit.MILLISECONDS).join();
  }

  private record Recorder(CompletableFuture<ProbeOutcome> ended) implements Probe.Report {
    @Override
    public void success(String what, Advice advice) {
      end(new ProbeOutcome.Success(0, what, advice));
    }

    @Override
    public void failure(FailureKind kind, String evidence) {
      end(new ProbeOutcome.Failure(kind, 0, evidence));
    }

    @Override
    public void bug(Throwable cause) {
      ended.completeExceptionally(cause);
    }

    private void end(ProbeOutcome outcome) {
      if (!ended.complete(outcome)) {
        throw new IllegalStateException("a second outcome: " + outcome);
      }
    }
  }
}
