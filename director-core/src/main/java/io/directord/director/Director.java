package io.directord.director;

import io.directord.director.config.ConfigResult;
import io.directord.director.config.DirectorConfig;
import io.directord.director.journal.Entry;
import io.directord.director.pair.Pair;
import io.directord.director.reconcile.HealthView;
import io.directord.director.reconcile.Inputs;
import io.directord.director.reconcile.KernelCounts;
import io.directord.director.reconcile.Maintenance;
import io.directord.director.reconcile.OperatorOverride;
import io.directord.director.reconcile.Reconciler;
import io.directord.director.reconcile.Round;
import io.directord.director.reconcile.SelfDoubt;
import io.directord.failover.FailoverEvent;
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
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Owns the director's state: configuration, verdicts, overrides. Whatever happens becomes new
 * inputs of the reconciler. State is touched on the director's loop only; public methods may be
 * called from any thread and post to it.
 */
public final class Director {

  /** What is up enters the kernel in one plan; without verdicts a round changes next to nothing. */
  private static final Duration FIRST_VERDICTS = Duration.ofMillis(250);

  private final EventExecutor loop;
  private final Executor disk;
  private final Ipvs ipvs;
  private final Path file;
  private final boolean shadow;
  private final FileReading files;
  private final InstantSource clock;
  private final Consumer<Throwable> onBug;
  private final Instant startedAt;
  private final Transitions transitions = new Transitions();
  private final KernelNews kernelNews = new KernelNews();
  private final KernelCounts kernelCounts = new KernelCounts();
  private final Findings findings;
  private final AtomicBoolean arrivalPosted = new AtomicBoolean();

  private final RunningConfig running;
  private boolean begun;
  private final StandingOrders orders;
  private final LastTable table = new LastTable();
  private @Nullable Round round;
  private @Nullable Reconciler reconciler;
  private @Nullable HealthChecker checker;
  private final JoinedPair pair = new JoinedPair();
  private final RoundWaiters waiters;
  private final Forecasting forecasting;
  private Consumer<DirectorConfig> configListener = _ -> {};
  private BiConsumer<Instant, Supplier<List<Entry>>> eventListener = (_, _) -> {};
  private volatile DirectorView view;

  /**
   * Makes a director that stands still until {@link #start}.
   *
   * @param reader reads and checks a configuration file; called on the disk executor
   * @param onBug ends the process
   */
  public Director(
      EventExecutor loop,
      Executor disk,
      Ipvs ipvs,
      DirectorConfig config,
      Path file,
      boolean shadow,
      Function<Path, ConfigResult> reader,
      InstantSource clock,
      Consumer<Throwable> onBug) {
    this.loop = loop;
    this.disk = disk;
    this.ipvs = ipvs;
    this.running = new RunningConfig(config, clock);
    this.findings = new Findings(config);
    this.file = file;
    this.shadow = shadow;
    this.files = new FileReading(disk, reader, this::post, onBug);
    this.clock = clock;
    this.onBug = onBug;
    this.startedAt = clock.instant();
    this.waiters = new RoundWaiters(loop);
    this.forecasting = new Forecasting(loop, ipvs, this::inputs);
    this.orders = new StandingOrders(loop, clock, this::end, onBug);
    this.view = snapshot();
  }

  /** Begins to probe and to reconcile. */
  public void start(Reconciler withReconciler, HealthChecker withChecker) {
    post(() -> {
      reconciler = withReconciler;
      checker = withChecker;
      orders.start();
      probe(withChecker);
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
      changed();
    });
  }

  /** Called by failover on its threads. */
  public void onFailover(FailoverEvent event) {
    post(() -> {
      Pair.log(event);
      view = snapshot();
      tell(pair.entries(event));
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

  /** Why that router should not be handed over now, or any of them. */
  public Optional<String> againstSwitchover(Optional<String> router) {
    return pair.againstSwitchover(router);
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
    kernelCounts.onRound(finished);
    if (finished.failure().isEmpty()) {
      table.take(finished.table());
    }
    eventListener.accept(clock.instant(), kernelNews.of(finished));
    tell(transitions.log(finished.plan().decisions(), clock.instant()));
    pair.tell(finished.plan().decisions(), findings::quorumHeld);
    view = snapshot();
    waiters.onRound(finished);
  }

  /** From any thread. */
  public KernelCounts kernelCounts() {
    return kernelCounts;
  }

  /** Reads the file again; the stage completes with what came of it. */
  public CompletionStage<LastReload> reload() {
    return reload(false).thenApply(Reloaded::reload);
  }

  /**
   * Reads the file again, and waits for the round that carries it out.
   *
   * @param force takes it over even where that takes most servers out of service
   */
  public CompletionStage<Reloaded> reload(boolean force) {
    CompletableFuture<Reloaded> done = new CompletableFuture<>();
    files.read(
        file,
        result -> {
          LastReload came = take(result, force);
          long wish = came.taken() ? wish() : 0;
          view = snapshot();
          waiters.await(wish).thenAccept(with -> done.complete(new Reloaded(came, with)));
        });
    return done;
  }

  /** Reads a file, and says what would come of it; changes nothing. */
  public CompletionStage<Forecast> forecast(Path other) {
    CompletableFuture<Forecast> done = new CompletableFuture<>();
    files.read(other, result -> forecasting.of(result, now()).thenAccept(done::complete));
    return done;
  }

  /** Takes other overrides in the place of all that stood before, by {@code SERVICE/SERVER}. */
  public CompletionStage<DirectorView> override(Map<String, OperatorOverride> all) {
    CompletableFuture<DirectorView> done = new CompletableFuture<>();
    post(() -> {
      orders.commands(all);
      changed();
      done.complete(view);
    });
    return done;
  }

  /** Is told of overrides whose time is over, when they have ended. */
  public void onOverridesEnded(Consumer<Map<String, OperatorOverride>> listener) {
    post(() -> orders.onEnded(listener));
  }

  private void end(Map<String, OperatorOverride> overdue) {
    tell(OverrideLog.ended(overdue));
    changed();
  }

  /** Takes these files in the place of all that stood before. */
  void maintain(List<Maintenance.Note> all) {
    post(() -> {
      tell(orders.files(all));
      changed();
    });
  }

  /** What was published last. */
  public DirectorView view() {
    return view;
  }

  /** The view with counters that are fresh. */
  public CompletionStage<DirectorView> freshView() {
    CompletableFuture<DirectorView> done = new CompletableFuture<>();
    post(() -> table.refresh(ipvs, loop, read -> done.complete(read ? renewed() : view)));
    return done;
  }

  /** Stops, once the kernel has what a handover left to do; its table stays as it is. */
  public CompletionStage<Boolean> stop() {
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    post(() -> {
      long wish = running.config().routers().isEmpty() ? 0 : wish();
      waiters
          .last(wish)
          .thenRun(() -> {
            if (reconciler != null) {
              reconciler.stop();
            }
            done.complete(true);
          });
    });
    return done;
  }

  private void takeVerdicts() {
    arrivalPosted.set(false);
    boolean doubting = findings.doubt().isPresent();
    tell(findings.take(checker, clock.instant()));
    if (!doubting && findings.doubt().isPresent()) {
      loop.schedule(
          () ->
              post(() -> {
                tell(findings.timeIsOver());
                changed();
              }),
          findings.doubt().get().untilNanos() - System.nanoTime(),
          TimeUnit.NANOSECONDS);
    }
    if (begun || findings.complete()) {
      beginRounds();
    }
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

  private LastReload take(ConfigResult result, boolean force) {
    if (reconciler != null) {
      reconciler.report();
    }
    LastReload came =
        running.take(result, read -> force ? Optional.empty() : forecasting.guard(read, now()));
    if (came.outcome() == LastReload.Outcome.APPLIED) {
      applied(running.config());
    }
    tell(List.of(ReloadLog.event(came, running.generation())));
    return came;
  }

  private void probe(HealthChecker checks) {
    int wanted = running.config().checksInFlight();
    ReloadLog.checksInFlight(wanted, checks.limitInFlight(wanted));
    checks.update(findings.targets());
  }

  private void applied(DirectorConfig taken) {
    findings.configure(taken);
    if (checker != null) {
      probe(checker);
    }
    ReloadLog.applied(taken, findings.targets().size(), running.generation());
    Consumer<DirectorConfig> listener = configListener;
    disk.execute(() -> listener.accept(taken));
  }

  /** How things stand, for a forecast. */
  private Forecasting.Now now() {
    return new Forecasting.Now(
        Optional.ofNullable(round),
        table.table(),
        reconciler == null ? Set.of() : reconciler.owned(),
        running.config().reloadGuardPercent());
  }

  private void changed() {
    wish();
    renewed();
  }

  private DirectorView renewed() {
    view = snapshot();
    return view;
  }

  /** Answers with the number of the wish; zero before the rounds have begun. */
  private long wish() {
    return reconciler != null && begun ? reconciler.want(inputs(running.config())) : 0;
  }

  private Inputs inputs(DirectorConfig of) {
    HealthView health = pair.without(of, findings.verdicts());
    return new Inputs(of, health, orders.of(of), pair.active(of));
  }

  private DirectorView snapshot() {
    return new DirectorView(
        running.config(),
        file,
        shadow,
        running.generation(),
        running.loadedAt(),
        running.lastReload(),
        Optional.ofNullable(round),
        table.table(),
        findings.verdicts(),
        findings.since(),
        findings.doubt().map(SelfDoubt.Doubt::because),
        orders.of(running.config()),
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
