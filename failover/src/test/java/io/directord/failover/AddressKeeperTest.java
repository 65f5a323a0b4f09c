package io.directord.failover;

import static io.directord.failover.Ips.ip;
import static io.directord.failover.Ips.router;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.directord.failover.address.AddressPlanner;
import io.directord.kernel.Errno;
import io.directord.kernel.Stages;
import io.directord.kernel.link.AddressChange;
import io.directord.kernel.link.AddressSpec;
import io.directord.kernel.link.FakeLinks;
import io.directord.kernel.link.FakeNetwork;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.NetUtil;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Over a kernel in memory; nothing is announced there, as its interface has no socket. */
final class AddressKeeperTest {
  /** No interface of the host that runs the tests has it. */
  private static final int INDEX = 1_999_999;

  private static final boolean TAGS = KernelTags.kept();
  private static final Optional<Duration> NONE = Optional.empty();

  private final FakeLinks kernel = new FakeLinks();
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final Queue<FailoverEvent> events = new ConcurrentLinkedQueue<>();
  private final Queue<Throwable> bugs = new ConcurrentLinkedQueue<>();
  private final RouterCounters counters = new RouterCounters();
  private volatile boolean turns = true;

  AddressKeeperTest() {
    kernel.add(INDEX, "lab0");
    kernel.behindTheBack(
        new AddressChange.AddAddress(INDEX, "lab0", AddressSpec.of(ip("192.0.2.1"), 24)));
  }

  @AfterEach
  void noBugs() {
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    assertEquals(List.of(), List.copyOf(bugs));
  }

  private AddressKeeper keeper(boolean passive, RouterSettings... routers) {
    IoEventLoop loop = (IoEventLoop) loops.next();
    NetworkKeeper network =
        new NetworkKeeper(
            loop,
            kernel,
            new FakeNetwork(kernel),
            new ProcSysctls(Path.of("/nonexistent")),
            events::add,
            bugs::add,
            passive);
    AddressKeeper keeper =
        new AddressKeeper(loop, kernel, network, events::add, bugs::add, () -> turns, passive);
    adopted = keeper.start(List.of(routers), _ -> {}).toCompletableFuture().join();
    return keeper;
  }

  private Set<String> adopted = Set.of();

  @Test
  void aClaimAddsAllAndAReleaseIsDoneWhenTheyAreGone() {
    try (AddressKeeper keeper = keeper(false, router("r", NONE, true, "10.8.0.1", "10.8.0.2"))) {
      keeper.claim("r", counters);
      until("claimed", () -> told(FailoverEvent.AddressesClaimed.class) == 1);
      assertEquals(Set.of("10.8.0.1", "10.8.0.2", "192.0.2.1"), present());
      keeper.release("r").toCompletableFuture().join();
      assertEquals(Set.of("192.0.2.1"), present());
      assertEquals(0, counters.restored.sum());
    }
  }

  @Test
  void whatSomebodyRemovesComesBackAndIsTold() {
    try (AddressKeeper keeper = keeper(false, router("r", NONE, true, "10.8.0.1"))) {
      keeper.claim("r", counters);
      until("claimed", () -> told(FailoverEvent.AddressesClaimed.class) == 1);
      kernel.behindTheBack(new AddressChange.RemoveAddress(INDEX, "lab0", ip("10.8.0.1"), 32));
      until("restored", () -> told(FailoverEvent.AddressRestored.class) == 1);
      assertTrue(present().contains("10.8.0.1"));
      assertEquals(1, counters.restored.sum());
    }
  }

  @Test
  void whatTheKernelRefusesIsToldAndDoesNotCountAsRestored() {
    try (AddressKeeper keeper = keeper(false, router("r", NONE, true, "10.8.0.1"))) {
      kernel.refuseNext(AddressChange.AddAddress.class::isInstance, Errno.EPERM);
      keeper.claim("r", counters);
      until("refused", () -> told(FailoverEvent.AddressRefused.class) >= 1);
      until("added by the next look", () -> present().contains("10.8.0.1"));
    }
  }

  @Test
  void aReadingThatFailsIsTriedAgain() {
    try (AddressKeeper keeper = keeper(false, router("r", NONE, true, "10.8.0.1"))) {
      keeper.claim("r", counters);
      until("claimed", () -> told(FailoverEvent.AddressesClaimed.class) == 1);
      kernel.failNextReading(Errno.ENOBUFS);
      keeper.release("r").toCompletableFuture().join();
      until("gone", () -> !present().contains("10.8.0.1"));
    }
  }

  @Test
  void afterTheEndAKernelThatAnswersNoMoreIsNoTrouble() {
    AddressKeeper keeper = keeper(false, router("r", NONE, true, "10.8.0.1"));
    keeper.claim("r", counters);
    until("claimed", () -> told(FailoverEvent.AddressesClaimed.class) == 1);
    keeper.end().toCompletableFuture().join();
    long before = told(FailoverEvent.AddressRefused.class);
    kernel.failNextReading(Errno.ENOBUFS);
    keeper.release("r").toCompletableFuture().join();
    assertEquals(before, told(FailoverEvent.AddressRefused.class));
  }

  @Test
  void whatAnEarlierRunLeftIsSweptUnlessItsRouterIsStillConfigured() {
    leftOver("10.8.0.1");
    leftOver("10.8.0.9");
    try (AddressKeeper keeper = keeper(false, router("r", NONE, true, "10.8.0.1"))) {
      assertEquals(Set.of("r"), adopted);
      if (TAGS) { // without tags nobody knows whose it is
        until("swept", () -> !present().contains("10.8.0.9"));
      }
      assertTrue(present().contains("10.8.0.1"));
      keeper.abandon("r");
      until("abandoned", () -> !present().contains("10.8.0.1"));
    }
  }

  @Test
  void aReleaseOfWhatIsOnlyAdoptedIsDoneWhenItIsGoneToo() {
    leftOver("10.8.0.1");
    try (AddressKeeper keeper = keeper(false, router("r", NONE, true, "10.8.0.1"))) {
      assertTrue(present().contains("10.8.0.1"));
      keeper.release("r").toCompletableFuture().join();
      assertEquals(Set.of("192.0.2.1"), present());
    }
  }

  @Test
  void aShadowChangesNothing() {
    leftOver("10.8.0.9");
    try (AddressKeeper keeper = keeper(true, router("r", NONE, true, "10.8.0.1"))) {
      keeper.claim("r", counters);
      keeper.release("r").toCompletableFuture().join();
      assertEquals(Set.of("10.8.0.9", "192.0.2.1"), present());
    }
  }

  @Test
  void aNewAddressOfAnActiveRouterIsAddedEvenWhereNothingIsRepaired() {
    try (AddressKeeper keeper = keeper(false, router("r", NONE, false, "10.8.0.1"))) {
      keeper.claim("r", counters);
      until("claimed", () -> told(FailoverEvent.AddressesClaimed.class) == 1);
      keeper.configure(List.of(router("r", NONE, false, "10.8.0.1", "10.8.0.2")));
      until("added", () -> present().contains("10.8.0.2"));
      assertEquals(0, told(FailoverEvent.AddressRestored.class));
    }
  }

  @Test
  void whatIsNotConfiguredAnyMoreGoes() {
    try (AddressKeeper keeper = keeper(false, router("r", NONE, true, "10.8.0.1", "10.8.0.2"))) {
      keeper.claim("r", counters);
      until("claimed", () -> told(FailoverEvent.AddressesClaimed.class) == 1);
      keeper.configure(List.of(router("r", NONE, true, "10.8.0.1")));
      until("gone", () -> !present().contains("10.8.0.2"));
      assertTrue(present().contains("10.8.0.1"));
    }
  }

  @Test
  void aLeaseIsRenewedOnlyWhileTheHeartbeatTurns() {
    Optional<Duration> lease = Optional.of(Duration.ofSeconds(1));
    try (AddressKeeper keeper = keeper(false, router("r", lease, true, "10.8.0.1"))) {
      keeper.claim("r", counters);
      until("renewed", () -> renewals() >= 2);
      turns = false;
      long before = settledRenewals();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(700));
      assertEquals(before, renewals());
      turns = true;
      until("renewed again", () -> renewals() > before);
    }
  }

  @Test
  void anAddressThatIsNoLongerLeasedIsHeldForGood() {
    Optional<Duration> lease = Optional.of(Duration.ofSeconds(10));
    try (AddressKeeper keeper = keeper(false, router("r", lease, true, "10.8.0.1"))) {
      keeper.claim("r", counters);
      until("leased", () -> validSeconds("10.8.0.1") == 10);
      keeper.configure(List.of(router("r", NONE, true, "10.8.0.1")));
      until("held", () -> validSeconds("10.8.0.1") == AddressSpec.FOREVER);
    }
  }

  /** What is under way when the heartbeat stops may still arrive. */
  private long settledRenewals() {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    return renewals();
  }

  private long renewals() {
    return kernel.applied().stream().filter(AddressChange.RenewAddress.class::isInstance).count();
  }

  private long validSeconds(String ip) {
    return Stages.get(kernel.addresses()).stream()
        .filter(each -> each.address().equals(ip(ip)))
        .mapToLong(each -> each.validSeconds())
        .findFirst()
        .orElse(-1);
  }

  private void leftOver(String ip) {
    AddressPlanner.claim(Map.of(Ips.held(ip), NONE), Map.of("lab0", INDEX))
        .forEach(kernel::behindTheBack);
  }

  private Set<String> present() {
    Set<String> present = new TreeSet<>();
    Stages.get(kernel.addresses())
        .forEach(each -> present.add(NetUtil.toAddressString(each.address())));
    return present;
  }

  private long told(Class<? extends FailoverEvent> kind) {
    return events.stream().filter(kind::isInstance).count();
  }

  private static void until(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline >= 0) {
        fail("not within 30 s: " + what);
      }
      LockSupport.parkNanos(1_000_000);
    }
  }
}
