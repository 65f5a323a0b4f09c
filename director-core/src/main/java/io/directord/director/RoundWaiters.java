package io.directord.director;

import io.directord.director.reconcile.Round;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Those who wait for the round that carries out what they asked for. On the director's loop. */
final class RoundWaiters {
  private static final int WAITERS_MAX = 64;

  /** The kernel may not answer; who waits hears of the rest. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Shorter than a stop may take. */
  private static final Duration LAST = Duration.ofSeconds(2);

  private record Waiter(long wish, CompletableFuture<Optional<Round>> done) {}

  private final EventExecutor loop;
  private final List<Waiter> waiting = new ArrayList<>();

  RoundWaiters(EventExecutor loop) {
    this.loop = loop;
  }

  /**
   * The first round that has this wish in it; empty when none comes in time, and for no wish (0).
   */
  CompletableFuture<Optional<Round>> await(long wish) {
    return await(wish, PATIENCE);
  }

  /** The same, for who stops after it. */
  CompletableFuture<Optional<Round>> last(long wish) {
    return await(wish, LAST);
  }

  private CompletableFuture<Optional<Round>> await(long wish, Duration patience) {
    CompletableFuture<Optional<Round>> done = new CompletableFuture<>();
    if (wish == 0 || waiting.size() >= WAITERS_MAX) {
      done.complete(Optional.empty());
      return done;
    }
    Waiter waiter = new Waiter(wish, done);
    waiting.add(waiter);
    loop.schedule(
        () -> {
          waiting.remove(waiter);
          done.complete(Optional.empty());
        },
        patience.toMillis(),
        TimeUnit.MILLISECONDS);
    return done;
  }

  void onRound(Round round) {
    waiting.removeIf(waiter -> {
      if (round.wish() < waiter.wish()) {
        return false;
      }
      waiter.done().complete(Optional.of(round));
      return true;
    });
  }
}
