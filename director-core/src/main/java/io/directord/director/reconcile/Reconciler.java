package io.directord.director.reconcile;

import io.directord.kernel.KernelException;
import io.directord.kernel.ipvs.ApplyResult;
import io.directord.kernel.ipvs.Ipvs;
import io.directord.kernel.ipvs.IpvsChange;
import io.directord.kernel.ipvs.IpvsTable;
import io.directord.kernel.ipvs.Refusal;
import io.directord.kernel.ipvs.ServiceKey;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the kernel in step with what is wanted, in rounds: read, decide, plan, apply, and read
 * again to see that it holds. Rounds never overlap; wishes that come meanwhile are one more round.
 * All methods are called on the director's loop only.
 */
public final class Reconciler {
  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);
  private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));
  private static final long GATHER_NANOS = 5_000_000; // verdicts that come together are one plan
  private static final long GATHER_NANOS_MAX = 100_000_000; // rounds may wait for a disk

  private final EventExecutor loop;
  private final Ipvs ipvs;
  private final OwnedServices store;
  private final Executor disk;
  private final boolean shadow;
  private final Consumer<Round> listener;
  private final Consumer<Throwable> onBug;
  private @Nullable Inputs inputs;
  private final Set<ServiceKey> owned = new LinkedHashSet<>();
  private Goal goal = Goal.NONE;
  private IpvsTable table = IpvsTable.EMPTY;
  private Map<ServiceKey, WantedService> settled = Map.of();
  private final ReconcilerLog said = new ReconcilerLog();
  private @Nullable ScheduledFuture<?> timer;
  private boolean running;
  private boolean again;
  private boolean gathering;
  private long gatherNanos = GATHER_NANOS; // as long as the last round took, within bounds
  private long beganNanos;
  private volatile boolean stopped; // also read where the kernel's answers come in
  private boolean report;
  private long wishes;
  private long roundsWish;
  private long verifying;
  private List<IpvsChange> changesBefore = List.of();
  private int failures;
  private long rounds;

  /**
   * Makes a reconciler that waits for its first inputs.
   *
   * @param owned what {@link OwnedServices#read} answered
   * @param disk for writing the store
   * @param shadow reads and plans, but changes nothing
   * @param listener called on the loop after each round
   * @param onBug gets what no round can handle
   */
  public Reconciler(
      EventExecutor loop,
      Ipvs ipvs,
      OwnedServices store,
      Set<ServiceKey> owned,
      Executor disk,
      boolean shadow,
      Consumer<Round> listener,
      Consumer<Throwable> onBug) {
    this.loop = loop;
    this.ipvs = ipvs;
    this.store = store;
    this.owned.addAll(owned);
    this.disk = disk;
    this.shadow = shadow;
    this.listener = listener;
    this.onBug = onBug;
  }

  /** Takes new wishes for a round, which others of the same moment can join; numbers them. */
  public long want(Inputs wish) {
    assert loop.inEventLoop();
    inputs = wish;
    wishes++;
    if (running) {
      again = true;
    } else if (!gathering) { // later ones join: the round is not put off as long as they come
      gathering = true;
      arm(gatherNanos);
    }
    return wishes;
  }

  /** Services of the kernel that count as ours. */
  public Set<ServiceKey> owned() {
    assert loop.inEventLoop();
    return Set.copyOf(owned);
  }

  /** Has the next round logged even when it changes nothing. */
  public void report() {
    assert loop.inEventLoop();
    report = true;
  }

  /** Starts no further round. */
  public void stop() {
    assert loop.inEventLoop();
    stopped = true;
    disarm();
  }

  private void arm(long delayNanos) {
    disarm();
    if (!stopped) {
      timer = loop.schedule(this::guardedRound, delayNanos, TimeUnit.NANOSECONDS);
    }
  }

  private void disarm() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  private void round() {
    gathering = false;
    Inputs wish = inputs;
    if (running || stopped || wish == null) {
      return;
    }
    running = true;
    again = false;
    roundsWish = wishes;
    rounds++;
    beganNanos = loop.ticker().nanoTime();
    onLoop(
        KernelReading.read(ipvs, wish.config().ipvs()),
        (observed, failure) -> {
          Duration reading = Duration.ofNanos(loop.ticker().nanoTime() - beganNanos);
          if (failure != null) {
            failed(wish, reading, words(failure));
          } else {
            change(wish, observed, reading);
          }
        });
  }

  /** Goes on with the outcome on the loop; what is thrown there is a bug and not lost. */
  private <T> void onLoop(CompletionStage<T> stage, BiConsumer<T, @Nullable Throwable> then) {
    stage
        .handleAsync(
            (value, failure) -> {
              then.accept(value, failure);
              return true;
            },
            loop)
        .exceptionally(bug -> {
          // After a stop the loop may end before the kernel has answered.
          if (!stopped || !(bug.getCause() instanceof RejectedExecutionException)) {
            onBug.accept(bug);
          }
          return false;
        });
  }

  private void guardedRound() {
    try {
      round();
    } catch (RuntimeException | Error bug) {
      onBug.accept(bug);
    }
  }

  private void change(Inputs wish, Observation read, Duration reading) {
    long startNanos = System.nanoTime();
    Observation observed = read.sharing(table);
    table = observed.table();
    Planning.Step step = Planning.plan(wish, observed, owned, goal, settled, startNanos);
    goal = step.goal();
    said.foreign(step.goal().foreign());
    Plan plan = step.plan();
    boolean adopted =
        !shadow
            && owned.addAll(
                wish.config().services().stream().flatMap(s -> s.keys().stream()).toList());
    if (plan.changes().isEmpty() || shadow) {
      if (adopted) {
        remember(Set.copyOf(owned));
      }
      boolean inStep = plan.changes().isEmpty();
      done(wish, step, new ApplyResult(0, List.of()), inStep, reading, startNanos);
      return;
    }
    said.plan(plan);
    onLoop(
        remember(Set.copyOf(owned)).thenCompose(_ -> apply(plan)),
        (result, failure) -> {
          if (failure != null) {
            failed(wish, reading, words(failure));
          } else {
            done(wish, step, result, false, reading, startNanos);
          }
        });
  }

  /** Takes away only where all that was to be added is there. */
  private CompletionStage<ApplyResult> apply(Plan plan) {
    List<IpvsChange> all = plan.changes();
    if (plan.growing() == 0) {
      return ipvs.apply(all);
    }
    return ipvs.apply(all.subList(0, plan.growing()))
        .thenCompose(grown -> {
          List<IpvsChange> shrink =
              Planning.without(all.subList(plan.growing(), all.size()), grown.refused());
          return shrink.isEmpty()
              ? CompletableFuture.completedStage(grown)
              : ipvs.apply(shrink).thenApply(grown::and);
        });
  }

  /**
   * Before a service is created it is written down as ours: a crash in between must not lose it.
   */
  private CompletionStage<Void> remember(Set<ServiceKey> keys) {
    return CompletableFuture.runAsync(
            () -> {
              try {
                store.write(keys);
              } catch (IOException refused) {
                throw new UncheckedIOException(refused);
              }
            },
            disk)
        .exceptionallyAsync(
            failure -> {
              said.trouble("event=state-not-written because=\"" + words(failure) + "\"");
              return null;
            },
            loop);
  }

  private void done(
      Inputs wish,
      Planning.Step step,
      ApplyResult result,
      boolean inStep,
      Duration reading,
      long startNanos) {
    Duration changing = Duration.ofNanos(System.nanoTime() - startNanos);
    List<String> refused = result.refused().stream().map(Refusal::text).toList();
    boolean changed = !step.plan().changes().isEmpty() && !shadow;
    settle(step);
    if (inStep) {
      forget();
    }
    if (changed || report) {
      report = false;
      LOG.info(
          "event=applied changes={} refused={} read_ms={} took_ms={}",
          result.applied(),
          refused.size(),
          reading.toMillis(),
          changing.toMillis());
    }
    List<IpvsChange> changes = step.plan().changes();
    boolean stuck =
        changed
            && !again
            && verifying == roundsWish
            && !Collections.disjoint(new HashSet<>(changesBefore), changes);
    changesBefore = changed ? changes : List.of();
    if (!refused.isEmpty()) {
      said.trouble(
          "event=refused count=" + refused.size() + " first=\"" + refused.getFirst() + "\"");
    } else if (stuck) {
      said.trouble("event=not-in-step changes=" + step.plan().changes().size());
    } else {
      said.noTrouble();
    }
    failures = !refused.isEmpty() || stuck ? failures + 1 : 0;
    verifying = changed && refused.isEmpty() ? roundsWish : 0;
    Round round =
        new Round(
            rounds,
            roundsWish,
            table,
            step.plan(),
            result.applied(),
            result.refused(),
            Optional.empty(),
            inStep,
            reading,
            changing);
    running = false;
    listener.accept(round);
    next(wish, changed);
  }

  /**
   * Services that need no change are settled; those that are being changed are not, or what this
   * director did itself would look like drift in the next round. A shadow changes nothing.
   */
  private void settle(Planning.Step step) {
    Map<ServiceKey, WantedService> held = new HashMap<>(step.goal().services());
    for (IpvsChange planned : step.plan().changes()) {
      if (planned instanceof IpvsChange.OfService change) {
        WantedService before = settled.get(change.service());
        if (shadow && before != null) {
          held.put(change.service(), before);
        } else {
          held.remove(change.service());
        }
      }
    }
    settled = held;
  }

  /** A change is looked at once more at once; otherwise the next look is when something is due. */
  private void next(Inputs wish, boolean changed) {
    gatherNanos = Math.clamp(loop.ticker().nanoTime() - beganNanos, GATHER_NANOS, GATHER_NANOS_MAX);
    long wait = wish.config().ipvs().reconcileInterval().toNanos();
    if (goal.nextLookNanos().isPresent()) {
      wait = Math.min(wait, goal.nextLookNanos().getAsLong() - System.nanoTime());
    }
    if (failures > 0) {
      wait = Math.min(wait, BACKOFF.after(failures).toNanos());
    } else if (changed) {
      wait = 0;
    }
    gathering = again;
    arm(again ? gatherNanos : Math.max(0, wait));
  }

  private void failed(Inputs wish, Duration reading, String because) {
    failures++;
    said.trouble("event=kernel-failed because=\"" + because + "\"");
    Plan none = new Plan(List.of(), 0, Reasons.NONE, List.of(), goal.decisions(), said.foreign());
    running = false;
    listener.accept(
        new Round(
            rounds,
            roundsWish,
            IpvsTable.EMPTY,
            none,
            0,
            List.of(),
            Optional.of(because),
            false,
            reading,
            Duration.ZERO));
    long retry = BACKOFF.after(failures).toNanos();
    arm(Math.min(retry, wish.config().ipvs().reconcileInterval().toNanos()));
  }

  /** Services that are neither configured nor in the kernel any more need no memory. */
  private void forget() {
    boolean gone =
        owned.removeIf(
            key -> !goal.services().containsKey(key) && !table.services().containsKey(key));
    if (gone) {
      remember(Set.copyOf(owned));
    }
  }

  private static String words(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof KernelException || cause instanceof UncheckedIOException) {
      return String.valueOf(cause.getMessage());
    }
    throw new IllegalStateException("reconciling", failure);
  }
}
