package io.directord.failover;

import static io.directord.failover.Ips.router;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.failover.FailoverEvent.AcceptRulesRefused;
import io.directord.failover.FailoverEvent.AcceptRulesRestored;
import io.directord.failover.FailoverEvent.AcceptRulesSet;
import io.directord.failover.filter.PacketFilter;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Over a packet filter in memory; looks are made by hand. */
final class AcceptKeeperTest {
  private static final long PATIENCE_MILLIS = 10_000;

  private final List<String> calls = new ArrayList<>();
  private final Queue<FailoverEvent> events = new ConcurrentLinkedQueue<>();
  private final Queue<Optional<String>> troubles = new ConcurrentLinkedQueue<>();
  private final Queue<Throwable> bugs = new ConcurrentLinkedQueue<>();
  private volatile Optional<String> refusal = Optional.empty();
  private volatile Optional<String> damage = Optional.empty();
  private volatile Optional<Runnable> look = Optional.empty();

  /** A thread that looks when it is told to. */
  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(1) {
        @Override
        public ScheduledFuture<?> scheduleWithFixedDelay(
            Runnable task, long first, long delay, TimeUnit unit) {
          look = Optional.of(task);
          return super.schedule(() -> {}, 0, unit);
        }
      };

  private final PacketFilter<List<InetAddress>> filter =
      new PacketFilter<>() {
        @Override
        public String name() {
          return "fake";
        }

        @Override
        public Optional<String> put(List<InetAddress> addresses) {
          calls.add("drop " + addresses.stream().map(NetUtil::toAddressString).toList());
          damage = Optional.empty();
          return refusal;
        }

        @Override
        public Optional<String> damage() {
          return damage;
        }

        @Override
        public Removed remove() {
          calls.add("remove");
          return new Removed(List.of(), refusal.stream().toList());
        }
      };

  private AcceptKeeper keeper(boolean passive) {
    return new AcceptKeeper(thread, filter, events::add, bugs::add, troubles::add, passive);
  }

  private static List<RouterSettings> routers(RouterSettings... routers) {
    return List.of(routers);
  }

  /** Without Accept_Mode. */
  private static RouterSettings silent(String name, int priority, String... addresses) {
    return TestRouter.silent(router(name, 51, priority, Optional.empty(), true, addresses));
  }

  private void look() throws Exception {
    thread.submit(look.orElseThrow()).get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
  }

  @AfterEach
  void noBugs() {
    thread.shutdownNow();
    assertEquals(List.of(), List.copyOf(bugs));
  }

  @Test
  void rulesAreThereBeforeTheStartIsOver() {
    keeper(false)
        .start(routers(silent("a", 100, "10.8.0.2", "10.8.0.1"), silent("b", 100, "10.8.0.1")))
        .toCompletableFuture()
        .join();
    assertEquals(List.of("drop [10.8.0.1, 10.8.0.2]"), calls);
    assertEquals(List.of(new AcceptRulesSet("fake", 2)), List.copyOf(events));
    assertTrue(troubles.isEmpty());
  }

  @Test
  void whoAcceptsAndTheOwnerHaveNoRules() throws Exception {
    keeper(false)
        .start(
            routers(router("a", Optional.empty(), true, "10.8.0.1"), silent("b", 255, "10.8.0.2")));
    thread.submit(() -> {}).get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    assertEquals(List.of(), calls);
    look();
    look();
    assertEquals(List.of("remove"), calls, "an earlier run's, looked for once");
  }

  @Test
  void aReloadReplacesAllAndTheLastOneTakesThemAway() throws Exception {
    AcceptKeeper keeper = keeper(false);
    keeper.start(routers(silent("a", 100, "10.8.0.1")));
    keeper.take(routers(silent("a", 100, "10.8.0.1"))).toCompletableFuture().join();
    keeper.take(routers(silent("a", 100, "10.8.0.3"))).toCompletableFuture().join();
    keeper.take(routers(router("a", Optional.empty(), true, "10.8.0.3")));
    thread.submit(() -> {}).get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    assertEquals(List.of("drop [10.8.0.1]", "drop [10.8.0.3]", "remove"), calls);
  }

  @Test
  void whatSomebodyElseTookAwayIsPutBack() throws Exception {
    keeper(false).start(routers(silent("a", 100, "10.8.0.1"))).toCompletableFuture().join();
    look();
    damage = Optional.of("gone");
    look();
    look();
    assertEquals(List.of("drop [10.8.0.1]", "drop [10.8.0.1]"), calls);
    assertEquals(
        List.of(new AcceptRulesSet("fake", 1), new AcceptRulesRestored("gone")),
        List.copyOf(events));
    assertTrue(troubles.isEmpty());
  }

  @Test
  void whatCannotBeDroppedIsToldOnceAndTriedAgain() throws Exception {
    refusal = Optional.of("there is no nft");
    keeper(false).start(routers(silent("a", 100, "10.8.0.1"))).toCompletableFuture().join();
    look();
    assertEquals(List.of(new AcceptRulesRefused("there is no nft")), List.copyOf(events));
    assertEquals(List.of(Optional.of("there is no nft")), List.copyOf(troubles));
    refusal = Optional.empty();
    look();
    assertEquals(List.of(Optional.of("there is no nft"), Optional.empty()), List.copyOf(troubles));
    assertEquals(2, events.size());
  }

  @Test
  void aRepairThatFailsIsTrouble() throws Exception {
    keeper(false).start(routers(silent("a", 100, "10.8.0.1"))).toCompletableFuture().join();
    damage = Optional.of("gone");
    refusal = Optional.of("busy");
    look();
    assertEquals(List.of(Optional.of("busy")), List.copyOf(troubles));
  }

  @Test
  void theEndTakesTheRulesAwayUnlessTheAddressesStay() {
    AcceptKeeper keeper = keeper(false);
    keeper.start(routers(silent("a", 100, "10.8.0.1"))).toCompletableFuture().join();
    keeper.close(false, PATIENCE_MILLIS);
    assertEquals(List.of("drop [10.8.0.1]", "remove"), calls);
    assertTrue(keeper.take(List.of()).toCompletableFuture().isDone(), "late, and not waited for");
  }

  @Test
  void theRulesOutliveThisRunWithTheirAddresses() {
    AcceptKeeper keeper = keeper(false);
    keeper.start(routers(silent("a", 100, "10.8.0.1"))).toCompletableFuture().join();
    keeper.close(true, PATIENCE_MILLIS);
    assertEquals(List.of("drop [10.8.0.1]"), calls);
  }

  @Test
  void whoOnlyLooksOnChangesNothing() {
    AcceptKeeper keeper = keeper(true);
    keeper.start(routers(silent("a", 100, "10.8.0.1"))).toCompletableFuture().join();
    keeper.take(routers(silent("a", 100, "10.8.0.2"))).toCompletableFuture().join();
    keeper.close(false, PATIENCE_MILLIS);
    assertEquals(List.of(), calls);
  }
}
