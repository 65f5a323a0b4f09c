package io.directord.failover;

import static io.directord.failover.Ips.held;
import static io.directord.failover.Ips.ip;
import static io.directord.failover.Ips.router;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.directord.failover.address.ConflictWatch.Verdict;
import io.directord.failover.address.OtherHost;
import io.directord.failover.address.OtherHost.Kind;
import io.directord.kernel.link.FakeLinks;
import io.directord.kernel.link.MacAddress;
import io.directord.kernel.link.Neighbor;
import io.directord.kernel.packet.Poller;
import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ConflictsTest {
  private static final InetAddress VIRTUAL = ip("10.8.0.1");
  private static final InetAddress PEER = ip("192.0.2.3");
  private static final InetAddress SERVER = ip("192.0.2.21");
  private static final MacAddress MAC = new MacAddress(11);
  private static final MacAddress OTHER = new MacAddress(12);
  private static final RouterSettings ROUTER = router("r", Optional.empty(), true, "10.8.0.1");

  private final EventExecutor loop = new DefaultEventExecutor();
  private final KnownHosts hosts = new KnownHosts();
  private final Queue<String> done = new ConcurrentLinkedQueue<>();
  private final Queue<FailoverEvent> events = new ConcurrentLinkedQueue<>();
  private final RouterCounters counters = new RouterCounters();
  private volatile boolean holding = true;
  private final Conflicts conflicts =
      new Conflicts(loop, new FakeLinks(), new Holder(), events::add);

  @AfterEach
  void end() {
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  @Test
  void itIsDefendedToldAndCountedOnceItIsKnownWhoItIs() {
    hosts.servers(Map.of(SERVER, "web/web1"));
    hosts.learn(SERVER, MAC);
    heard(MAC, Verdict.DEFEND);
    heard(MAC, Verdict.COUNT);
    until("told", () -> events.size() == 1);
    OtherHost server =
        new OtherHost(Kind.REAL_SERVER, MAC, Optional.of("web/web1"), Optional.of(SERVER));
    FailoverEvent.AddressConflict told =
        assertInstanceOf(FailoverEvent.AddressConflict.class, events.peek());
    assertEquals(server, told.by());
    assertEquals(VIRTUAL, told.address());
    assertTrue(
        Poller.nowNanos() - told.heardNanos() >= Conflicts.BEFORE_DEFENCE_NANOS, told::toString);
    assertEquals(List.of("ask r", "announce r " + VIRTUAL), List.copyOf(done));
    assertEquals(2, counters.conflicts(Kind.REAL_SERVER));
    heard(MAC, Verdict.COUNT);
    until("counted", () -> counters.conflicts(Kind.REAL_SERVER) == 3);
    assertEquals(1, events.size());
  }

  @Test
  void aSecondHostIsCountedAsWhatItIsButNotTold() {
    heard(MAC, Verdict.DEFEND);
    heard(OTHER, Verdict.COUNT);
    until("counted", () -> counters.conflicts(Kind.STRANGER) == 2);
    assertEquals(1, events.size());
  }

  @Test
  void aDefenceThatIsOwedFollows() {
    heard(MAC, Verdict.DEFEND);
    heard(MAC, Verdict.defendIn(50_000_000));
    until("told again", () -> events.size() == 2);
    String announced = "announce r " + VIRTUAL;
    assertEquals(2, done.stream().filter(announced::equals).count());
  }

  @Test
  void aSuccessorIsNoConflict() {
    holding = false;
    heard(MAC, Verdict.DEFEND);
    LockSupport.parkNanos(2 * Conflicts.BEFORE_DEFENCE_NANOS);
    assertEquals(List.of("ask r"), List.copyOf(done));
    assertEquals(0, events.size());
    assertEquals(0, counters.conflicts(Kind.STRANGER));
  }

  @Test
  void aPeerIsKnownByWhereItSaysItIs() {
    hosts.advertises("r", PEER);
    hosts.claimed(ROUTER);
    assertEquals(Set.of(PEER), hosts.peers("r"));
    hosts.learn(PEER, MAC);
    hosts.learn(ip("192.0.2.99"), OTHER);
    assertEquals(new OtherHost(Kind.PEER, MAC, Optional.empty(), Optional.of(PEER)), whose(MAC));
    assertEquals(
        new OtherHost(Kind.STRANGER, OTHER, Optional.empty(), Optional.empty()), whose(OTHER));
  }

  @Test
  void aBackupThatIsAlsoAServerCountsAsOneUntilItIsARival() {
    hosts.servers(Map.of(PEER, "web/web1"));
    hosts.advertises("r", PEER);
    hosts.claimed(ROUTER);
    hosts.learn(PEER, MAC);
    assertEquals(Kind.REAL_SERVER, whose(MAC).kind());
    hosts.advertises("r", PEER);
    assertEquals(Kind.PEER, whose(MAC).kind());
  }

  @Test
  void aServerThatIsNotConfiguredAnyMoreIsForgotten() {
    hosts.servers(Map.of(SERVER, "web/web1"));
    hosts.learn(SERVER, MAC);
    hosts.servers(Map.of());
    assertEquals(new OtherHost(Kind.STRANGER, MAC, Optional.empty(), Optional.empty()), whose(MAC));
  }

  private OtherHost whose(MacAddress mac) {
    return hosts.whose(mac, ROUTER, Set.of(held("10.8.0.1")), List.of());
  }

  private void heard(MacAddress by, Verdict verdict) {
    Conflicts.Suspect suspect = new Conflicts.Suspect("r", VIRTUAL, by);
    loop.execute(() -> conflicts.heard(suspect, counters, verdict));
  }

  private final class Holder implements Conflicts.Holder {
    @Override
    public boolean holds(String router, InetAddress address) {
      return holding;
    }

    @Override
    public void askPeers(String router) {
      done.add("ask " + router);
    }

    @Override
    public void announce(String router, InetAddress address) {
      done.add("announce " + router + " " + address);
    }

    @Override
    public Optional<OtherHost> whose(
        MacAddress mac, String router, InetAddress address, List<Neighbor> neighbors) {
      return Optional.of(ConflictsTest.this.whose(mac));
    }
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
