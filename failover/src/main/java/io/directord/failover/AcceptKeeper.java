package io.directord.failover;

import io.directord.failover.filter.PacketFilter;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.Comparator;
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
 * Keeps the rules that drop what goes to the addresses of routers without Accept_Mode (RFC 9568
 * section 6.1). They do not depend on the role: a Backup has no such address. All work is on a
 * thread of its own, since it waits for external programs; the methods are for any thread.
 */
final class AcceptKeeper {
  /** A firewall that is loaded anew takes our rules along, and nobody tells. */
  static final long LOOK_SECONDS = 10;

  /** What an earlier run left is no reason to delay the elections. */
  private static final long FIRST_LOOK_SECONDS = 1;

  private final ScheduledExecutorService thread;
  private final PacketFilter filter;
  private final Consumer<FailoverEvent> onEvent;
  private final Consumer<Throwable> onBug;
  private final Consumer<Optional<String>> onTrouble;
  private final boolean passive;
  private List<InetAddress> wanted = List.of();
  private Optional<String> trouble = Optional.empty();

  /** There may be rules of ours, perhaps of an earlier run. */
  private boolean unclean = true;

  /**
   * Needs a {@link #start}.
   *
   * @param thread its own; one
   * @param onTrouble is told why the rules are not in force, and when they are again
   * @param passive does nothing
   */
  AcceptKeeper(
      ScheduledExecutorService thread,
      PacketFilter filter,
      Consumer<FailoverEvent> onEvent,
      Consumer<Throwable> onBug,
      Consumer<Optional<String>> onTrouble,
      boolean passive) {
    this.thread = thread;
    this.filter = filter;
    this.onEvent = onEvent;
    this.onBug = onBug;
    this.onTrouble = onTrouble;
    this.passive = passive;
  }

  /**
   * Completes when the rules are there, or it was told why not; and looks after them from now on.
   */
  CompletionStage<Void> start(List<RouterSettings> routers) {
    if (passive) {
      return CompletableFuture.completedStage(null);
    }
    CompletionStage<Void> taken = take(routers);
    thread.scheduleWithFixedDelay(
        guarded(this::look), FIRST_LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    return taken;
  }

  /**
   * Completes when the rules are there, or it was told why not. Nobody waits for rules that go, nor
   * after the end.
   */
  CompletionStage<Void> take(List<RouterSettings> routers) {
    List<InetAddress> dropped = dropped(routers);
    CompletableFuture<Void> done = new CompletableFuture<>();
    if (passive || dropped.isEmpty()) {
      done.complete(null);
    }
    if (!passive) {
      try {
        thread.execute(
            guarded(() -> {
              try {
                put(dropped);
              } finally {
                done.complete(null);
              }
            }));
      } catch (RejectedExecutionException late) {
        done.complete(null);
      }
    }
    return done;
  }

  private static List<InetAddress> dropped(List<RouterSettings> routers) {
    return routers.stream()
        .filter(RouterSettings::drops)
        .flatMap(router -> router.addresses().stream())
        .map(held -> held.address())
        .distinct()
        .sorted(Comparator.comparing(NetUtil::toAddressString))
        .toList();
  }

  private void put(List<InetAddress> dropped) throws InterruptedException {
    if (dropped.equals(wanted)) {
      return;
    }
    wanted = dropped;
    if (dropped.isEmpty()) {
      remove();
    } else if (drop()) {
      onEvent.accept(new FailoverEvent.AcceptRulesSet(filter.name(), dropped.size()));
    }
  }

  /** Puts back what somebody took away, tries again what failed. */
  private void look() throws InterruptedException {
    if (wanted.isEmpty()) {
      if (unclean) {
        remove();
      }
      return;
    }
    if (trouble.isPresent()) {
      if (drop()) {
        onEvent.accept(new FailoverEvent.AcceptRulesSet(filter.name(), wanted.size()));
      }
      return;
    }
    Optional<String> damage = filter.damage();
    if (damage.isPresent() && drop()) {
      onEvent.accept(new FailoverEvent.AcceptRulesRestored(damage.get()));
    }
  }

  private boolean drop() throws InterruptedException {
    unclean = true;
    noted(filter.drop(wanted));
    return trouble.isEmpty();
  }

  private void remove() throws InterruptedException {
    List<String> refused = filter.remove().refused();
    unclean = !refused.isEmpty();
    noted(refused.stream().findFirst());
  }

  /** The same trouble is told once. */
  private void noted(Optional<String> now) {
    if (now.equals(trouble)) {
      return;
    }
    trouble = now;
    now.ifPresent(because -> onEvent.accept(new FailoverEvent.AcceptRulesRefused(because)));
    onTrouble.accept(now);
  }

  /**
   * Ends, and takes the rules away; waits for that a while.
   *
   * @param stillHeld the addresses are still here: so the rules stay
   */
  void close(boolean stillHeld, long millisMax) {
    try {
      if (!passive) {
        thread
            .submit(
                guarded(() -> {
                  boolean ours = !wanted.isEmpty();
                  wanted = List.of();
                  if (ours && !stillHeld) {
                    remove();
                  }
                }))
            .get(millisMax, TimeUnit.MILLISECONDS);
      }
    } catch (ExecutionException | TimeoutException unclean) {
      return; // the next run or a sweep takes them away; without the addresses they are idle
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
