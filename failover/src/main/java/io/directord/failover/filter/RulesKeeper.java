package io.directord.failover.filter;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Keeps rules in force, puts back what somebody removes, and tries again what failed. All work is
 * on a thread of its own, since it waits for external programs; the methods are for any thread.
 *
 * @param <R> what the rules are made from; compared by {@code equals}
 */
public final class RulesKeeper<R> {
  /** A firewall that is loaded anew takes our rules along, and nobody tells. */
  static final long LOOK_SECONDS = 10;

  /** What an earlier run left is no reason to delay a start. */
  private static final long FIRST_LOOK_SECONDS = 1;

  private final ScheduledExecutorService thread;
  private final PacketFilter<R> filter;
  private final R none;
  private final Listener<R> listener;
  private final Consumer<Throwable> onBug;
  private R wanted;
  private Optional<String> trouble = Optional.empty();

  /** There may be rules of ours, perhaps of an earlier run. */
  private boolean unclean = true;

  private volatile State<R> state;

  /** Is told on the thread of the rules. */
  public interface Listener<R> {
    /** They are new, or there again after trouble. */
    void inForce(R rules, String by);

    /** None is wanted any longer. */
    void gone();

    /** Somebody else had changed them. */
    void restored(String by, String because);

    /** The same one is told once; empty: it is over. */
    void trouble(Optional<String> because);
  }

  /**
   * What is so.
   *
   * @param by the name of the filter
   * @param trouble why the rules are not in force
   */
  public record State<R>(R wanted, String by, Optional<String> trouble) {}

  /**
   * Needs a {@link #start}.
   *
   * @param thread its own; one
   * @param none the rules where nothing is wanted
   */
  public RulesKeeper(
      ScheduledExecutorService thread,
      PacketFilter<R> filter,
      R none,
      Listener<R> listener,
      Consumer<Throwable> onBug) {
    this.thread = thread;
    this.filter = filter;
    this.none = none;
    this.listener = listener;
    this.onBug = onBug;
    this.wanted = none;
    this.state = new State<>(none, filter.name(), trouble);
  }

  public State<R> state() {
    return state;
  }

  /** Looks after them from now on. */
  public void start() {
    thread.scheduleWithFixedDelay(
        guarded(this::look), FIRST_LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
  }

  /** Completes when the rules are there, or it was told why not; after the end at once. */
  public CompletionStage<Void> take(R rules) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    try {
      thread.execute(
          guarded(() -> {
            try {
              put(rules);
            } finally {
              done.complete(null);
            }
          }));
    } catch (RejectedExecutionException late) {
      done.complete(null);
    }
    return done;
  }

  private void put(R rules) throws InterruptedException {
    if (rules.equals(wanted)) {
      return;
    }
    wanted = rules;
    if (rules.equals(none)) {
      remove();
      listener.gone();
    } else if (replaced()) {
      listener.inForce(wanted, filter.name());
    }
  }

  private void look() throws InterruptedException {
    if (wanted.equals(none)) {
      if (unclean) {
        remove();
      }
      return;
    }
    if (trouble.isPresent()) {
      if (replaced()) {
        listener.inForce(wanted, filter.name());
      }
      return;
    }
    Optional<String> damage = filter.damage();
    if (damage.isPresent() && replaced()) {
      listener.restored(filter.name(), damage.get());
    }
  }

  private boolean replaced() throws InterruptedException {
    unclean = true;
    noted(filter.put(wanted));
    return trouble.isEmpty();
  }

  private void remove() throws InterruptedException {
    List<String> refused = filter.remove().refused();
    unclean = !refused.isEmpty();
    noted(refused.stream().findFirst());
  }

  private void noted(Optional<String> now) {
    state = new State<>(wanted, filter.name(), now);
    if (!now.equals(trouble)) {
      trouble = now;
      listener.trouble(now);
    }
  }

  /** Ends, and leaves the rules. */
  public void close() {
    thread.shutdownNow();
  }

  /** Ends, and takes away the rules that it put in; waits for that a while. */
  public void closeWithout(long millisMax) {
    try {
      thread
          .submit(
              guarded(() -> {
                boolean ours = !wanted.equals(none);
                wanted = none;
                if (ours) {
                  remove();
                }
              }))
          .get(millisMax, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException | ExecutionException | TimeoutException unclean) {
      return; // the next run or a sweep takes them away
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      thread.shutdownNow();
    }
  }

  /** Work that an interrupt ends. */
  private interface Work {
    void run() throws InterruptedException;
  }

  private Runnable guarded(Work work) {
    return () -> {
      try {
        work.run();
      } catch (InterruptedException ending) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException | Error bug) {
        onBug.accept(bug);
      }
    };
  }
}
