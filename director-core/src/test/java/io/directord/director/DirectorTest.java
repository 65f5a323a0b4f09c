package io.directord.director;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.director.config.ConfigResult;
import io.directord.director.journal.Entry;
import io.directord.director.reconcile.Maintenance;
import io.directord.director.reconcile.OperatorOverride;
import io.directord.director.reconcile.OwnedServices;
import io.directord.director.reconcile.Reconciler;
import io.directord.director.reconcile.ServerState;
import io.directord.health.HealthChecker;
import io.directord.health.Target;
import io.directord.health.Verdict;
import io.directord.health.transport.ProbeKinds;
import io.directord.kernel.ipvs.FakeIpvs;
import io.directord.kernel.ipvs.IpvsChange;
import io.directord.kernel.ipvs.ServiceKey;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole director on a loop whose time the test moves; verdicts come from the test. */
final class DirectorTest {
  private static final String WEB =
      """
      virtual-services { web {
        address = "192.0.2.1:80", check = { type = tcp, interval = 1h, timeout = 1m }
        real-servers = [
          { name = web1, address = 127.0.0.1, weight = 100 }
          { name = web2, address = 127.0.0.2, weight = 100 }
        ]
      } }
      """;

  @TempDir Path folder;
  private final FakeIpvs kernel = new FakeIpvs();
  private final EmbeddedChannel time = new EmbeddedChannel();
  private final List<Throwable> bugs = new ArrayList<>();
  private final EventLoopGroup probes = HealthChecker.newLoops(1);
  private final HealthChecker checker =
      new HealthChecker(probes, new ProbeKinds(), _ -> {}, bugs::add);
  private ConfigResult file = Configs.result(WEB);
  private final Director director =
      new Director(
          time.eventLoop(),
          Runnable::run,
          kernel,
          Configs.director(WEB),
          Path.of("/etc/directord/directord.conf"),
          false,
          _ -> file,
          () -> Instant.EPOCH,
          bugs::add);

  @BeforeEach
  void begin() {
    time.freezeTime();
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
    run();
  }

  @AfterEach
  void end() {
    checker.close();
    probes.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    assertEquals(List.of(), bugs);
  }

  private void run() {
    for (int i = 0; i < 20; i++) {
      time.runPendingTasks();
      time.runScheduledPendingTasks();
    }
  }

  private void pass(long millis) {
    time.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
    run();
  }

  private void verdicts(boolean up) {
    for (Target target : Targets.of(director.view().config())) {
      director.onVerdict(new Verdict(target, up, up ? "connected" : "refused"));
    }
    run();
    pass(5);
  }

  private LastReload reload(String body) {
    file = Configs.result(body);
    var done = director.reload(false).thenApply(Reloaded::reload).toCompletableFuture();
    run();
    pass(5);
    return done.join();
  }

  private List<ServerState> states() {
    return director.view().round().orElseThrow().plan().decisions().getFirst().servers().stream()
        .map(each -> each.state())
        .toList();
  }

  @Test
  void aBurstOfVerdictsIsOnePlan() {
    verdicts(true);
    assertEquals(1, kernel.batches().size());
    assertEquals(3, kernel.applied().size());
    assertEquals(List.of(ServerState.UP, ServerState.UP), states());
    verdicts(false);
    assertEquals(2, kernel.batches().size());
  }

  @Test
  void withoutVerdictsTheFirstRoundComesAfterAShortWait() {
    pass(200);
    assertEquals(0, kernel.tablesRead());
    pass(60);
    pass(5);
    assertTrue(kernel.tablesRead() > 0);
    assertEquals(List.of(ServerState.UNKNOWN, ServerState.UNKNOWN), states());
  }

  @Test
  void aReloadIsAppliedAndKeepsTheVerdictsOfWhatStays() {
    verdicts(true);
    LastReload done = reload(WEB.replace("weight = 100 }\n  ", "weight = 7 }\n  "));
    assertEquals(LastReload.Outcome.APPLIED, done.outcome());
    assertEquals(2, director.view().generation());
    assertEquals(List.of(ServerState.UP, ServerState.UP), states());
    assertTrue(kernel.applied().getLast().ipvsadm().endsWith("-w 7"));
  }

  @Test
  void aReloadOfTheSameTextIsUnchangedAndSendsNothing() {
    verdicts(true);
    kernel.forget();
    assertEquals(LastReload.Outcome.UNCHANGED, reload(WEB).outcome());
    assertEquals(1, director.view().generation());
    assertEquals(List.of(), kernel.batches());
  }

  @Test
  void aRejectedFileChangesNothing() {
    verdicts(true);
    kernel.forget();
    LastReload done = reload("virtual-services { web { address = nowhere } }");
    assertEquals(LastReload.Outcome.REJECTED, done.outcome());
    assertTrue(done.problems().getFirst().startsWith("test.conf:"), done.problems().toString());
    assertEquals(1, director.view().generation());
    assertEquals(1, director.view().config().services().size());
    pass(1_000);
    assertEquals(List.of(), kernel.batches());
  }

  @Test
  void anUnreadableFileIsRejectedInWords() {
    file = new ConfigResult.Unreadable("directord.conf: no such file");
    var done = director.reload(false).thenApply(Reloaded::reload).toCompletableFuture();
    run();
    assertEquals(List.of("directord.conf: no such file"), done.join().problems());
  }

  @Test
  void anOverrideIsCarriedOutAndTakenBack() {
    verdicts(true);
    director.override(
        Map.of(
            "web/web1",
            new OperatorOverride(
                OperatorOverride.Kind.DRAIN, OptionalInt.empty(), "ann", Instant.EPOCH)));
    run();
    pass(5);
    assertEquals(List.of(ServerState.DRAINING, ServerState.UP), states());
    director.override(Map.of());
    run();
    pass(5);
    assertEquals(List.of(ServerState.UP, ServerState.UP), states());
  }

  @Test
  void aServerThatCameBackIsInItsStateSinceThen() {
    verdicts(true);
    assertTrue(director.view().serverSince().containsKey("web/web2"));
    reload(WEB.replace("{ name = web2, address = 127.0.0.2, weight = 100 }", ""));
    assertEquals(Set.of("web/web1"), director.view().serverSince().keySet());
  }

  @Test
  void aStoppedDirectorLeavesTheTableAsItIs() {
    verdicts(true);
    kernel.forget();
    director.stop();
    run();
    verdicts(false);
    pass(60_000);
    assertEquals(List.of(), kernel.batches());
  }

  @Test
  void aNodeOfAPairStopsWhenTheKernelHasWhatItsLeavingChanged() {
    verdicts(true);
    reload(
        "virtual-routers { public { interface = eth0, vrid = 51, addresses = [192.0.2.1] } }\n"
            + WEB);
    pass(100);
    kernel.forget();
    director.override(
        Map.of(
            "web/web1",
            new OperatorOverride(
                OperatorOverride.Kind.DRAIN,
                OptionalInt.empty(),
                "ann",
                Instant.EPOCH,
                "",
                Optional.empty())));
    CompletableFuture<Boolean> stopped = director.stop().toCompletableFuture();
    run();
    assertFalse(stopped.isDone(), "a round begins a moment later");
    pass(100);
    assertTrue(stopped.isDone());
    assertFalse(kernel.batches().isEmpty());
  }

  private List<Entry> chronicled() {
    List<Entry> entries = new ArrayList<>();
    director.onEvent((_, happened) -> entries.addAll(happened.get()));
    run();
    return entries;
  }

  private static List<String> brief(List<Entry> entries) {
    return entries.stream()
        .map(entry ->
            String.join(
                " ",
                entry.kind(),
                entry.fields().getOrDefault("server", entry.fields().getOrDefault("name", "")),
                entry.fields().getOrDefault("state", entry.fields().getOrDefault("weight", ""))))
        .map(String::strip)
        .toList();
  }

  @Test
  void theJournalIsToldOfEveryTransitionAndEveryKernelChangeWithItsCause() {
    List<Entry> entries = chronicled();
    verdicts(true);
    pass(100);
    assertEquals(
        List.of(
            "change",
            "change web1 100",
            "change web2 100",
            "server web1 up",
            "server web2 up",
            "service  serving"),
        brief(entries));
    assertEquals(
        "web1 is up: connected",
        entries.stream()
            .filter(entry -> entry.kind().equals("change"))
            .map(entry -> entry.fields().get("because"))
            .filter(because -> because.contains("web1"))
            .findFirst()
            .orElseThrow());
    entries.clear();
    Target one = List.copyOf(Targets.of(director.view().config())).getFirst();
    director.onVerdict(new Verdict(one, false, "refused"));
    run();
    pass(100);
    assertEquals(
        List.of("check web/web1 down", "change web1 0", "server web1 down"), brief(entries));
    entries.forEach(
        entry -> assertTrue(field(entry, "because").contains("refused"), entry.toString()));
  }

  private static String field(Entry entry, String name) {
    return entry.fields().getOrDefault(name, "");
  }

  @Test
  void theJournalIsToldOfDriftReloadsAndFiles() {
    verdicts(true);
    pass(100);
    List<Entry> entries = chronicled();
    reload(WEB + "nonsense = 1");
    assertEquals("rejected", entries.getFirst().fields().get("result"));
    assertTrue(field(entries.getFirst(), "problems").contains("nonsense"));
    entries.clear();
    ServiceKey web =
        kernel.table().toCompletableFuture().join().services().keySet().iterator().next();
    kernel.apply(List.of(new IpvsChange.DeleteService(web))).toCompletableFuture().join();
    pass(30_000);
    assertEquals("drift", entries.getFirst().kind());
    assertTrue(field(entries.getFirst(), "because").contains("somebody removed the service"));
    entries.clear();
    Maintenance.Note note = new Maintenance.Note("web1", false, "file web1", Instant.EPOCH);
    director.maintain(List.of(note));
    run();
    director.maintain(List.of());
    run();
    assertEquals(
        List.of("drain", "enable"),
        entries.stream()
            .filter(entry -> entry.kind().equals("maintenance"))
            .map(entry -> entry.fields().get("command"))
            .toList());
  }
}
