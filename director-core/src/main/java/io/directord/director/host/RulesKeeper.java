package io.directord.director.host;

import io.directord.failover.filter.Programs;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps {@link HostRules} in force, and puts back what somebody removes. All work is on a thread of
 * its own, since it waits for external programs; the methods are for any thread. An end leaves the
 * rules: the IPVS table stays, and is of no use to packets without a mark.
 */
final class RulesKeeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RulesKeeper.class);

  /** A firewall that is loaded anew takes our rules along, and nobody tells. */
  static final long LOOK_SECONDS = 10;

  /** What an earlier run left is no reason to delay a start. */
  private static final long FIRST_LOOK_SECONDS = 1;

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(new DefaultThreadFactory("host-rules", true));
  private final TrafficFilter filter;
  private final Consumer<Throwable> onBug;
  private HostRules wanted = HostRules.NONE;
  private Optional<String> trouble = Optional.empty();

  /** There may be rules of ours, perhaps of an earlier run. */
  private boolean unclean = true;

  private volatile RulesState state = RulesState.NONE;

  RulesKeeper(Programs programs, Consumer<Throwable> onBug) {
    filter = new TrafficFilter(programs);
    this.onBug = onBug;
  }

  RulesState state() {
    return state;
  }

  /** Looks after them from now on. */
  void start() {
    thread.scheduleWithFixedDelay(
        guarded(this::look), FIRST_LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
  }

  /** Completes when the rules are there, or it was told why not. */
  CompletionStage<Void> take(HostRules rules) {
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
    } catch (RejectedExecutionException ending) {
      done.complete(null);
    }
    return done;
  }

  private void put(HostRules rules) throws InterruptedException {
    if (rules.equals(wanted)) {
      return;
    }
    wanted = rules;
    if (rules.isEmpty()) {
      remove();
      LOG.info("event=host-rules-removed because=\"none is configured\"");
    } else if (replaced()) {
      set();
    }
  }

  private void set() {
    LOG.info(
        "event=host-rules by={} marks={} masquerade={}",
        filter.name(),
        wanted.markings().size(),
        wanted.masquerade().size());
  }

  /** Puts back what somebody took away, tries again what failed. */
  void look() throws InterruptedException {
    if (wanted.isEmpty()) {
      if (unclean) {
        remove();
      }
      return;
    }
    if (trouble.isPresent()) {
      if (replaced()) {
        set();
      }
      return;
    }
    Optional<String> damage = filter.damage();
    if (damage.isPresent() && replaced()) {
      LOG.warn("event=host-rules-restored by={} because=\"{}\"", filter.name(), damage.get());
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

  /** The same trouble is told once. */
  private void noted(Optional<String> now) {
    state =
        new RulesState(wanted.markings().size(), wanted.masquerade().size(), filter.name(), now);
    if (!now.equals(trouble)) {
      trouble = now;
      now.ifPresent(because ->
          LOG.error(
              "event=host-rules-refused because=\"{}\" fix=\"install nftables, or iptables; the"
                  + " daemon needs CAP_NET_ADMIN\"",
              because));
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
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
