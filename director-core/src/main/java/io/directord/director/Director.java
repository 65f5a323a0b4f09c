package io.directord.director;

import io.directord.director.config.ConfigResult;
import io.directord.director.config.DirectorConfig;
import io.directord.director.config.Problem;
import io.directord.director.journal.Entry;
import io.directord.director.pair.Pair;
import io.directord.director.pair.PairEvents;
import io.directord.director.reconcile.HealthView;
import io.directord.director.reconcile.Inputs;
import io.directord.director.reconcile.Maintenance;
import io.directord.director.reconcile.OperatorOverride;
import io.directord.director.reconcile.Reconciler;
import io.directord.director.reconcile.Round;
import io.directord.director.reconcile.SelfDoubt;
import io.directord.failover.FailoverEvent;
import io.directord.failover.RoutersView.RouterView;
import io.directord.failover.vrrp.Role;
import io.directord.health.HealthChecker;
import io.directord.health.Verdict;
import io.directord.kernel.ipvs.Ipvs;
import io.netty.util.concurrent.EventExecutor;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Owns the director's state: configuration, verdicts, overrides. Whatever happens becomes new
 * inputs of the reconciler. State is touched on the director's loop only; public methods may be
 * called from any thread and post to it.
 */
public final class Director {

  /**
   * How long the first round waits for the first verdicts, so that what is up enters the kernel in
   * one plan. Nothing is lost by waiting: without a verdict a round changes next to nothing.
   */
  private static final Duration FIRST_VERDICTS = Duration.ofMillis(250);

  private final EventExecutor loop;
  private final Executor disk;
  private final Ipvs ipvs;
  private final Path file;
  private final boolean shadow;
  private final Supplier<ConfigResult> reader;
  private final InstantSource clock;
  private final Consumer<Throwable> onBug;
  private final Instant startedAt;
  private final Transitions transitions = new Transitions();
  private final KernelNews kernelNews = new KernelNews();
  private final Findings findings;
  private final AtomicBoolean arrivalPosted = new AtomicBoolean();

  private DirectorConfig config;
  private int generation = 1;
  private boolean begun;
  private Instant loadedAt;
  private LastReload lastReload;
  private Orders orders = Orders.NONE;
  private final LastTable table = new LastTable();
  private @Nullable Round round;
  private @Nullable Reconciler reconciler;
  private @Nullable HealthChecker checker;
  private final JoinedPair pair = new JoinedPair();
  private Consumer<DirectorConfig> configListener = _ -> {};
  private BiConsumer<Instant, Supplier<List<Entry>>> eventListener = (_, _) -> {};
  private volatile DirectorView view;

  /**
   * Makes a director that stands still until {@link #start}.
   *
   * @param reader reads and checks the configuration file; called on the disk executor
   * @param onBug ends the process
   */
  public Director(
      EventExecutor loop,
      Executor disk,
      Ipvs ipvs,
      DirectorConfig config,
      Path file,
      boolean shadow,
      Supplier<ConfigResult> reader,
      InstantSource clock,
      Consumer<Throwable> onBug) {
    this.loop = loop;
    this.disk = disk;
    this.ipvs = ipvs;
    this.config = config;
    this.findings = new Findings(config);
    this.file = file;
    this.shadow = shadow;
    this.reader = reader;
    this.clock = clock;
    this.onBug = onBug;
    this.startedAt = clock.instant();
    this.loadedAt = startedAt;
    this.lastReload = new LastReload(startedAt, LastReload.Outcome.APPLIED, List.of());
    this.view = snapshot();
  }

  /** Begins to probe and to reconcile. */
  public void start(Reconciler withReconciler, HealthChecker withChecker) {
    post(() -> {
      reconciler = withReconciler;
      checker = withChecker;
      limitInFlight(withChecker);
      withChecker.update(findings.targets());
      loop.schedule(
          () -> post(this::beginRounds), FIRST_VERDICTS.toMillis(), TimeUnit.MILLISECONDS);
      if (findings.targets().isEmpty()) {
        beginRounds();
      }
    });
  }

  /** Has virtual routers from now on, or none. */
  public void join(Pair withPair) {
    post(() -> {
      pair.join(withPair);
      view = snapshot();
      wish();
    });
  }

  /** Called by failover on its threads. */
  public void onFailover(FailoverEvent event) {
    post(() -> {
      Pair.log(event);
      view = snapshot();
      chronicle(event);
      if (event instanceof FailoverEvent.RoleChanged || event instanceof FailoverEvent.Arp) {
        wish();
      }
    });
  }

  /**
   * Is told of what is worth the journal, on the director's loop; putting it into words may take a
   * while, and is for another thread.
   */
  public void onEvent(BiConsumer<Instant, Supplier<List<Entry>>> listener) {
    post(() -> eventListener = listener);
  }

  /** For what happens to the director elsewhere. */
  public void happened(Entry entry) {
    post(() -> tell(List.of(entry)));
  }

  private void chronicle(FailoverEvent event) {
    String router = event instanceof FailoverEvent.RoleChanged changed ? changed.router() : "";
    int priority = pair.routers().router(router).map(RouterView::priority).orElse(0);
    tell(PairEvents.of(event, priority).stream().toList());
  }

  /** Hands a router over, or all; answers with what those that were Active have become. */
  public CompletionStage<Map<String, Role>> switchover(Optional<String> router) {
    return pair.switchover(router);
  }

  /** Tells of each configuration that is taken over; called on the disk executor. */
  public void onNewConfig(Consumer<DirectorConfig> listener) {
    post(() -> configListener = listener);
  }

  /** Called by probe loops; verdicts of one moment are taken together. */
  public void onVerdict(Verdict verdict) {
    findings.arrive(verdict);
    if (arrivalPosted.compareAndSet(false, true)) {
      post(this::takeVerdicts);
    }
  }

  /** Called by the reconciler on the director's loop only. */
  public void onRound(Round finished) {
    assert loop.inEventLoop();
    round = finished;
    if (finished.failure().isEmpty()) {
      table.take(finished.table());
    }
    eventListener.accept(clock.instant(), kernelNews.of(finished));
    tell(transitions.log(finished.plan().decisions(), clock.instant()));
    pair.tell(finished.plan().decisions(), findings::quorumHeld);
    view = snapshot();
  }

  /** Reads the file again; the stage completes with what came of it. */
  public CompletionStage<LastReload> reload() {
    CompletableFuture<LastReload> done = new CompletableFuture<>();
    disk.execute(() -> {
      try {
        ConfigResult result = reader.get();
        post(() -> done.complete(take(result)));
      } catch (RuntimeException | Error bug) {
        onBug.accept(bug);
      }
    });
    return done;
  }

  /** Takes other overrides in the place of all that stood before, by {@code SERVICE/SERVER}. */
  public CompletionStage<DirectorView> override(Map<String, OperatorOverride> all) {
    CompletableFuture<DirectorView> done = new CompletableFuture<>();
    post(() -> {
      orders = orders.withCommands(all);
      wish();
      view = snapshot();
      done.complete(view);
    });
    return done;
  }

  /** Takes these files in the place of all that stood before. */
  void maintain(List<Maintenance.Note> all) {
    post(() -> {
      Orders before = orders;
      orders = orders.withFiles(all);
      tell(orders.filesSince(before));
      wish();
      view = snapshot();
    });
  }

  /** What was published last. */
  public DirectorView view() {
    return view;
  }

  /** The view with counters that are fresh. */
  public CompletionStage<DirectorView> freshView() {
    CompletableFuture<DirectorView> done = new CompletableFuture<>();
    post(() -> {
      if (table.isFresh()) {
        done.complete(view);
        return;
      }
      ipvs.table()
          .whenCompleteAsync(
              (read, failure) -> {
                if (failure == null) {
                  table.take(read);
                  view = snapshot();
                }
                done.complete(view);
              },
              loop);
    });
    return done;
  }

  /** Stops reconciling and probing; the kernel's table stays as it is. */
  public CompletionStage<Boolean> stop() {
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    post(() -> {
      if (reconciler != null) {
        reconciler.stop();
      }
      done.complete(true);
    });
    return done;
  }

  private void takeVerdicts() {
    arrivalPosted.set(false);
    boolean doubting = findings.doubt().isPresent();
    tell(findings.take(checker, clock.instant()));
    if (!doubting && findings.doubt().isPresent()) {
      loop.schedule(
          () -> post(this::endDoubt),
          findings.doubt().get().untilNanos() - System.nanoTime(),
          TimeUnit.NANOSECONDS);
    }
    if (begun || findings.complete()) {
      beginRounds();
    }
  }

  private void endDoubt() {
    tell(findings.timeIsOver());
    wish();
    view = snapshot();
  }

  private void tell(List<Entry> entries) {
    if (!entries.isEmpty()) {
      eventListener.accept(clock.instant(), () -> entries);
    }
  }

  private void beginRounds() {
    begun = true;
    wish();
  }

  private LastReload take(ConfigResult result) {
    lastReload =
        switch (result) {
          case ConfigResult.Valid(var read, var warnings) -> {
            ReloadLog.warnings(warnings);
            yield apply(read);
          }
          case ConfigResult.Invalid(var problems) ->
              reject(problems.stream().map(Problem::toString).toList());
          case ConfigResult.Unreadable(var because) -> reject(List.of(because));
        };
    tell(List.of(ReloadLog.event(lastReload, generation)));
    view = snapshot();
    return lastReload;
  }

  private void limitInFlight(HealthChecker checks) {
    int wanted = config.checksInFlight();
    ReloadLog.checksInFlight(wanted, checks.limitInFlight(wanted));
  }

  private LastReload apply(DirectorConfig read) {
    Instant now = clock.instant();
    if (reconciler != null) {
      reconciler.report();
    }
    if (read.equals(config)) {
      ReloadLog.unchanged(generation);
      wish();
      return new LastReload(now, LastReload.Outcome.UNCHANGED, List.of());
    }
    config = read;
    generation++;
    loadedAt = now;
    findings.configure(read);
    if (checker != null) {
      limitInFlight(checker);
      checker.update(findings.targets());
    }
    ReloadLog.applied(read, findings.targets().size(), generation);
    Consumer<DirectorConfig> listener = configListener;
    disk.execute(() -> listener.accept(read));
    wish();
    return new LastReload(now, LastReload.Outcome.APPLIED, List.of());
  }

  private LastReload reject(List<String> problems) {
    ReloadLog.rejected(problems, generation);
    return new LastReload(clock.instant(), LastReload.Outcome.REJECTED, problems);
  }

  private void wish() {
    if (reconciler != null && begun) {
      reconciler.want(inputs());
    }
  }

  private Inputs inputs() {
    HealthView health = pair.without(config, findings.verdicts());
    return new Inputs(config, health, orders.of(config), pair.active(config));
  }

  private DirectorView snapshot() {
    return new DirectorView(
        config,
        file,
        shadow,
        generation,
        loadedAt,
        lastReload,
        Optional.ofNullable(round),
        table.table(),
        findings.verdicts(),
        findings.since(),
        findings.doubt().map(SelfDoubt.Doubt::because),
        orders.of(config),
        transitions.since(),
        pair.routers(),
        pair.arp(),
        startedAt);
  }

  private void post(Runnable work) {
    loop.execute(() -> {
      try {
        work.run();
      } catch (RuntimeException | Error bug) {
        onBug.accept(bug);
      }
    });
  }
}
