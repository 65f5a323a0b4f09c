package io.directord.health;

import io.directord.health.tcp.TcpCheck;
import io.netty.channel.EventLoop;
import io.netty.channel.ManualIoEventLoop;
import io.netty.channel.local.LocalIoHandler;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A checker on a loop whose clock is turned by hand, with probes that do as they are told. */
final class ProbeWorld {
  static final int IN_FLIGHT_MAX = 8;

  final MockTicker ticker = Ticker.newMockTicker();
  final ManualIoEventLoop loop =
      new ManualIoEventLoop(null, Thread.currentThread(), LocalIoHandler.newFactory(), ticker);
  final List<Verdict> verdicts = new ArrayList<>();
  final List<Throwable> bugs = new ArrayList<>();
  final Map<InetSocketAddress, FakeServer> servers = new HashMap<>();
  final HealthChecker checker;
  private int inFlight;
  private int inFlightPeak;

  ProbeWorld() {
    this(verdict -> {});
  }

  /**
   * @param alsoHears called with each verdict, after it was noted
   */
  ProbeWorld(VerdictListener alsoHears) {
    VerdictListener listener =
        verdict -> {
          verdicts.add(verdict);
          alsoHears.onVerdict(verdict);
        };
    checker =
        new HealthChecker(
            loop, (at, _) -> server(at.address()), listener, bugs::add, IN_FLIGHT_MAX);
  }

  Target target(int number, Timing timing) {
    return new Target(new InetSocketAddress(number), new TcpCheck(), timing);
  }

  FakeServer server(Target target) {
    return server(target.address());
  }

  private FakeServer server(InetSocketAddress address) {
    return servers.computeIfAbsent(address, _ -> new FakeServer());
  }

  void update(Target... wanted) {
    checker.update(Set.of(wanted));
    turn();
  }

  TargetStatus status(Target target) {
    TargetStatus status = checker.snapshot().get(target);
    if (status == null) {
      throw new AssertionError("not tracked: " + target);
    }
    return status;
  }

  /** The loop sleeps as far as its timers let it. */
  void pass(Duration time) {
    for (long n = time.toMillis(); n > 0; n--) {
      stall(Duration.ofMillis(1));
    }
  }

  /** The whole time passes before the loop turns again. */
  void stall(Duration time) {
    ticker.advance(time.toNanos(), TimeUnit.NANOSECONDS);
    turn();
  }

  void turn() {
    for (int n = 0; n < 3 || loop.runNow() > 0; n++) {
      loop.runNow();
    }
  }

  int inFlight() {
    return inFlight;
  }

  int inFlightPeak() {
    return inFlightPeak;
  }

  long nowNanos() {
    return ticker.nanoTime();
  }

  /** One server, and the probe that asks it. */
  final class FakeServer implements Probe {
    final List<Long> startsMillis = new ArrayList<>();
    final List<Report> unanswered = new ArrayList<>();
    int cancelled;

    /** How it answers at once; by default it hangs. */
    Consumer<Report> answer = unanswered::add;

    String stage = "hanging";

    @Override
    public Attempt start(EventLoop eventLoop, Report report) {
      startsMillis.add(TimeUnit.NANOSECONDS.toMillis(nowNanos()));
      Hanging attempt = new Hanging(report);
      inFlight++;
      inFlightPeak = Math.max(inFlightPeak, inFlight);
      answer.accept(attempt);
      return attempt;
    }

    void answerUp() {
      answer = report -> report.success("fine");
    }

    void answerDown() {
      answer = report -> report.failure(FailureKind.REFUSED, "connection refused");
    }

    Report last() {
      return unanswered.getLast();
    }

    @Nullable Long lastStart() {
      return startsMillis.isEmpty() ? null : startsMillis.getLast();
    }

    /** Counts what is in flight on its way through. */
    private final class Hanging implements Attempt, Report {
      private final Report report;
      private boolean over;

      Hanging(Report report) {
        this.report = report;
      }

      @Override
      public String stage() {
        if (stage.isEmpty()) {
          throw new IllegalStateException("no stage");
        }
        return stage;
      }

      @Override
      public void cancel() {
        cancelled++;
        end();
      }

      @Override
      public void success(String what, Advice advice) {
        end();
        report.success(what, advice);
      }

      @Override
      public void failure(FailureKind kind, String evidence) {
        end();
        report.failure(kind, evidence);
      }

      @Override
      public void bug(Throwable cause) {
        end();
        report.bug(cause);
      }

      private void end() {
        inFlight -= over ? 0 : 1;
        over = true;
      }
    }
  }
}
