package io.directord.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.health.http.HttpCheck;
import io.directord.health.http.HttpChecks;
import io.directord.health.http.StatusRange;
import io.directord.health.tcp.TcpCheck;
import io.directord.health.transport.ProbeKinds;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The driver with real loops, clocks, sockets and servers. */
final class HealthCheckerOnLoopbackTest {
  private static final HttpCheck HTTP = HttpChecks.get("/", new StatusRange(200, 299));
  private static final TestServer.Script OK =
      TestServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");

  private final EventLoopGroup loops = HealthChecker.newLoops(2);
  private final List<Verdict> verdicts = new CopyOnWriteArrayList<>();
  private final List<Throwable> bugs = new CopyOnWriteArrayList<>();
  private final Set<String> threads = ConcurrentHashMap.newKeySet();
  private final HealthChecker checker =
      new HealthChecker(loops, new ProbeKinds(), this::hear, bugs::add);

  @AfterEach
  void stop() throws InterruptedException {
    checker.close();
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
    assertEquals(List.of(), bugs);
  }

  @Test
  void aServerThatIsKilledGoesDownAndComesBackWhenItIsRestarted() {
    Timing timing = Timings.of(250, 250, 2, 3);
    TestServer first = TestServer.start(OK);
    Target target = new Target(first.address(), HTTP, timing);
    checker.update(Set.of(target));
    awaitVerdicts(1);
    assertTrue(verdicts.get(0).because().startsWith("HTTP 200 in "), verdicts.toString());

    first.close();
    long killed = System.nanoTime();
    awaitVerdicts(2);
    report("down", killed, timing.fall(), timing);
    assertFalse(verdicts.get(1).up());
    assertTrue(verdicts.get(1).because().endsWith("(3 in a row)"), verdicts.toString());

    try (TestServer second = TestServer.at(first.address(), OK)) {
      long restarted = System.nanoTime();
      awaitVerdicts(3);
      report("up", restarted, timing.rise(), timing);
      assertTrue(verdicts.get(2).up());
      assertTrue(verdicts.get(2).because().endsWith("(2 in a row)"), verdicts.toString());
      assertTrue(second.accepted() >= 2);
    }
  }

  @Test
  void fewTargetsAreOneLoopsAffair() {
    try (TestServer server = TestServer.start(OK)) {
      Set<Target> targets = targets(server, 10, Timings.of(1000, 1000, 1, 1));
      checker.update(targets);
      awaitVerdicts(10);
      assertEquals(Set.of("probe-1"), threads);
      assertEquals(100, checker.limitInFlight(100));
      awaitInFlightMax(checker, 100);
      checker
          .snapshot()
          .values()
          .forEach(status -> {
            assertEquals(Health.State.UP, status.state());
            assertTrue(status.roundTripNanos() > 0);
            assertTrue(System.nanoTime() - status.sinceNanos() >= 0);
          });
    }
  }

  @Test
  void whatIsTooMuchForALoopIsSharedAndSoIsWhatMayBeInFlight() {
    Set<Target> targets = new HashSet<>();
    for (int port = 1; port <= 4; port++) {
      targets.add(
          new Target(new InetSocketAddress(port), new TcpCheck(), Timings.of(1000, 1000, 1, 1)));
    }
    try (HealthChecker busy =
        new HealthChecker(loops, (_, _) -> new Dear(), this::hear, bugs::add, 9)) {
      busy.update(targets);
      awaitVerdicts(4);
      assertEquals(Set.of("probe-1", "probe-2"), threads);
      awaitInFlightMax(busy, 8);
      busy.update(Set.of());
      awaitInFlightMax(busy, 9);
    }
  }

  private static void awaitInFlightMax(HealthChecker checker, int most) {
    ProbeStatistics statistics = checker.statistics();
    Eventually.until(() -> statistics.inFlightMax() == most, statistics::inFlightMax);
  }

  /** Half of what a loop is filled with, at once a second. */
  private static final class Dear implements Probe, Probe.Attempt {
    @Override
    public Attempt start(EventLoop loop, Report report) {
      report.success("fine");
      return this;
    }

    @Override
    public String stage() {
      return "over";
    }

    @Override
    public void cancel() {
      // Nothing is held.
    }

    @Override
    public int cost() {
      return LoopLoads.FULL / 2;
    }
  }

  @Test
  void closingEndsEverySocketWhateverItsProbeWaitsFor() {
    long before = Sockets.open();
    try (TestServer mute = TestServer.start(TestServer::awaitEnd)) {
      checker.update(targets(mute, 200, Timings.of(60_000, 60_000, 1, 1)));
      Eventually.until(() -> mute.open() == 200, mute::open);
      checker.close();
      Eventually.until(() -> mute.open() == 0, mute::open);
    }
    Eventually.until(() -> Sockets.open() <= before, () -> Sockets.open() + ", was " + before);
    assertEquals(List.of(), verdicts);
  }

  @Test
  void targetsThatGoEndTheirSockets() {
    try (TestServer mute = TestServer.start(TestServer::awaitEnd)) {
      checker.update(targets(mute, 50, Timings.of(60_000, 60_000, 1, 1)));
      Eventually.until(() -> mute.open() == 50, mute::open);
      checker.update(Set.of());
      Eventually.until(() -> mute.open() == 0, mute::open);
      assertEquals(Map.of(), checker.snapshot());
    }
  }

  /** Prints what this machine can do, asserting nothing of its speed. */
  @Test
  void thousandsOfTargetsAreProbedAtTheirPace() {
    int targets = 2000;
    try (TestServer server = TestServer.start(OK)) {
      checker.update(targets(server, targets, Timings.of(500, 500, 1, 3)));
      awaitVerdicts(targets);
      long start = System.nanoTime();
      long before = checker.statistics().finished();
      Eventually.until(
          () -> checker.statistics().finished() > before + 2L * targets,
          () -> checker.statistics().finished());
      double seconds = (System.nanoTime() - start) / 1e9;
      ProbeStatistics statistics = checker.statistics();
      System.err.printf(
          "%d targets: %.0f HTTP probes/s of %d wanted, %d failures, %d of %d late, lag at most"
              + " %.1f ms, loops, servers and leak detection on the same machine%n",
          targets,
          (statistics.finished() - before) / seconds,
          2 * targets,
          statistics.failures(),
          statistics.late(),
          statistics.started(),
          statistics.lagMaxNanos() / 1e6);
    }
  }

  private void hear(Verdict verdict) {
    threads.add(Thread.currentThread().getName());
    verdicts.add(verdict);
  }

  private void awaitVerdicts(int count) {
    Eventually.until(() -> verdicts.size() >= count, () -> verdicts);
  }

  private static void report(String what, long sinceNanos, int rows, Timing timing) {
    long bound = rows * timing.interval().toMillis() + timing.timeout().toMillis();
    long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sinceNanos);
    System.err.println("seen " + what + " after " + took + " ms, expected within " + bound);
  }

  /** They differ by what they ask of the server. */
  private static Set<Target> targets(TestServer server, int count, Timing timing) {
    Set<Target> targets = new HashSet<>();
    for (int n = 0; n < count; n++) {
      HttpCheck check = HttpChecks.get("/" + n, new StatusRange(200, 299));
      targets.add(new Target(server.address(), check, timing));
    }
    return targets;
  }
}
