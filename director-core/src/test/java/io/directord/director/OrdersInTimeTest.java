package io.directord.director;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.director.reconcile.OperatorOverride;
import io.directord.director.reconcile.OwnedServices;
import io.directord.director.reconcile.Reconciler;
import io.directord.director.reconcile.ServerState;
import io.directord.health.HealthChecker;
import io.directord.health.transport.ProbeKinds;
import io.directord.kernel.ipvs.FakeIpvs;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Overrides that end, on a loop and by a clock that the test moves. */
final class OrdersInTimeTest {
  private static final Instant START = Instant.parse("2026-01-02T12:00:00Z");

  @TempDir Path folder;
  private final FakeIpvs kernel = new FakeIpvs();
  private final EmbeddedChannel time = new EmbeddedChannel();
  private final EventLoopGroup probes = HealthChecker.newLoops(1);
  private final List<Throwable> bugs = new ArrayList<>();
  private final List<String> journal = new ArrayList<>();
  private final List<String> ended = new ArrayList<>();
  private final HealthChecker checker =
      new HealthChecker(probes, new ProbeKinds(), _ -> {}, bugs::add);
  private Instant clock = START;
  private final Director director =
      new Director(
          time.eventLoop(),
          Runnable::run,
          kernel,
          Configs.services(
              "web { address = \"192.0.2.1:80\", check = on, real-servers = [ { name = a, address"
                  + " = 10.0.0.1, weight = 9 } ] }"),
          Path.of("test.conf"),
          false,
          _ -> Configs.result(""),
          () -> clock,
          bugs::add);

  private void start() {
    time.freezeTime();
    director.onEvent((_, entries) ->
        entries.get().stream()
            .filter(entry -> entry.kind().equals("override-ended"))
            .forEach(entry ->
                journal.add(entry.fields().get("service") + "/" + entry.fields().get("server"))));
    director.onOverridesEnded(over -> ended.addAll(over.keySet()));
    director.start(
        new Reconciler(
            time.eventLoop(),
            kernel,
            new OwnedServices(folder),
            Set.of(),
            Runnable::run,
            false,
            director::onRound,
            bugs::add),
        checker);
    pass(1);
  }

  @AfterEach
  void end() {
    checker.close();
    probes.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    assertEquals(List.of(), bugs);
  }

  private void pass(long seconds) {
    clock = clock.plusSeconds(seconds);
    jump(seconds);
  }

  /** Time goes on, while the wall clock stands. */
  private void jump(long seconds) {
    time.advanceTimeBy(seconds, TimeUnit.SECONDS);
    for (int i = 0; i < 20; i++) {
      time.runPendingTasks();
      time.runScheduledPendingTasks();
      time.advanceTimeBy(5, TimeUnit.MILLISECONDS);
    }
  }

  private static Map<String, OperatorOverride> drain(Instant until) {
    return Map.of(
        "web/a",
        new OperatorOverride(
            OperatorOverride.Kind.DRAIN,
            OptionalInt.empty(),
            "ann",
            START,
            "disk",
            Optional.of(until)));
  }

  private ServerState state() {
    return director
        .view()
        .round()
        .orElseThrow()
        .plan()
        .decisions()
        .getFirst()
        .servers()
        .getFirst()
        .state();
  }

  @Test
  void anOverrideEndsByItselfAndTheServerServesAgain() {
    start();
    director.override(drain(START.plusSeconds(7_200)));
    pass(7_000);
    assertEquals(ServerState.DRAINING, state());
    pass(198);
    assertEquals(ServerState.DRAINING, state());
    pass(2);
    assertEquals(ServerState.UP, state());
    assertEquals(Map.of(), director.view().overrides());
    assertEquals(List.of("web/a"), journal);
    assertEquals(List.of("web/a"), ended);
  }

  @Test
  void whatEndedWhileNoDirectorRanEndsAtTheStartAndIsTold() {
    director.override(drain(START.minusSeconds(5)));
    start();
    assertEquals(ServerState.UP, state());
    assertEquals(List.of("web/a"), journal);
  }

  @Test
  void aClockThatWasSetForwardIsNoticedWithinAMinute() {
    start();
    director.override(drain(START.plusSeconds(86_400)));
    pass(1);
    clock = START.plusSeconds(90_000);
    jump(60);
    assertEquals(ServerState.UP, state());
  }

  @Test
  void aClockThatWasSetBackHasItWaitOn() {
    start();
    director.override(drain(START.plusSeconds(30)));
    clock = START.minusSeconds(3_600);
    jump(31);
    assertEquals(ServerState.DRAINING, state());
    assertTrue(journal.isEmpty(), journal.toString());
    pass(3_631);
    assertEquals(ServerState.UP, state());
  }

  @Test
  void anotherOverrideInItsPlaceHasAnotherEnd() {
    start();
    director.override(drain(START.plusSeconds(30)));
    pass(10);
    director.override(drain(START.plusSeconds(300)));
    pass(60);
    assertEquals(ServerState.DRAINING, state());
    pass(240);
    assertEquals(ServerState.UP, state());
  }
}
