package io.directord.failover;

import static io.directord.failover.Ips.router;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.directord.failover.vrrp.Ensemble.Group;
import io.directord.failover.vrrp.Event;
import io.directord.failover.vrrp.Role;
import io.directord.kernel.KernelException;
import io.directord.kernel.link.FakeLinks;
import io.directord.kernel.link.FakeNetwork;
import io.directord.kernel.packet.Poller;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** No interface is there, so no packet leaves. */
final class RosterTest {
  private static final long LONG = TimeUnit.SECONDS.toNanos(10);

  private final List<FailoverEvent> events = new ArrayList<>();
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final Poller poller;
  private final Elections elections;
  private final Roster roster;

  RosterTest() throws KernelException {
    poller = Poller.open();
    IoEventLoop loop = (IoEventLoop) loops.next();
    FakeLinks links = new FakeLinks();
    NetworkKeeper network =
        new NetworkKeeper(
            loop,
            links,
            new FakeNetwork(links),
            new ProcSysctls(Path.of("/nonexistent")),
            _ -> {},
            _ -> {},
            false);
    AddressKeeper keeper =
        new AddressKeeper(loop, links, network, _ -> {}, _ -> {}, () -> true, false);
    Bulletin bulletin = new Bulletin(events::add);
    Rivals rivals = new Rivals(keeper, bulletin, () -> Instant.EPOCH, false);
    elections = new Elections(keeper, rivals, bulletin, () -> Instant.EPOCH, Runnable::run, false);
    Shadows shadows = new Shadows(bulletin, () -> Instant.EPOCH, false);
    Switchboard switchboard =
        new Switchboard(poller, new Receiving(elections, rivals, shadows, keeper, bulletin));
    roster =
        new Roster(elections, switchboard, (_, _) -> {}, keeper, bulletin, () -> Instant.EPOCH);
  }

  @AfterEach
  void close() {
    poller.close();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  @Test
  void anOwnerWithoutAnInterfaceDoesNotClaimFirst() {
    roster.configure(
        List.of(router("r", 51, 255, Optional.empty(), true, "10.8.0.1")), List.of(), Set.of());
    assertEquals(Role.FAULT, role("r"));
    assertEquals(0, known("r").counters().becameActive.sum());
  }

  @Test
  void whatIsTrackedSurvivesAnotherVrid() {
    configure(51);
    roster.tracked("r", -10, Optional.of("script failed"));
    configure(52);
    assertEquals(90, known("r").priority());
    assertEquals("script failed", known("r").faults().get("track"));
  }

  @Test
  void whoseRulesAreNotInForceMayNotTakePart() {
    RouterSettings accepting = router("r", 51, 100, Optional.empty(), true, "10.8.0.1");
    roster.filtered(Optional.of("there is no nft"));
    roster.configure(List.of(TestRouter.silent(accepting)), List.of(), Set.of());
    assertEquals(Role.FAULT, role("r"));
    assertEquals(
        "accept = false is not in force: there is no nft", known("r").faults().get("accept"));
    roster.filtered(Optional.empty());
    assertEquals(Set.of("interface"), known("r").faults().keySet());
    roster.filtered(Optional.of("gone"));
    assertEquals(Set.of("accept", "interface"), known("r").faults().keySet());
    roster.configure(List.of(accepting), List.of(), Set.of());
    assertEquals(Set.of("interface"), known("r").faults().keySet());
  }

  @Test
  void whoLeavesAGroupDoesNotTakeItAlong() {
    RouterSettings a = router("a", Optional.empty(), true, "10.8.0.1");
    RouterSettings b = router("b", 52, 100, Optional.empty(), true, "10.8.0.2");
    elections.groups(List.of(new Group("pair", Set.of("a", "b"))));
    long now = Poller.nowNanos();
    for (RouterSettings each : List.of(a, b)) {
      elections.add(new VirtualRouter(each, new RouterCounters(), false, Instant.EPOCH));
    }
    elections.routers().forEach(each -> elections.step(each, new Event.Startup(), now));
    elections.routers().forEach(each -> elections.step(each, new Event.Tick(), now + LONG));
    assertEquals(List.of(Role.ACTIVE, Role.ACTIVE), List.of(role("a"), role("b")));
    roster.configure(List.of(a), List.of(new Group("pair", Set.of("a"))), Set.of());
    assertEquals(Role.ACTIVE, role("a"));
    assertEquals(1, elections.routers().size());
  }

  @Test
  void theSameComplaintIsToldOnceAMinute() {
    configure(51);
    VirtualRouter router = known("r");
    long minute = TimeUnit.SECONDS.toNanos(60);
    assertEquals(true, router.tell(Role.FAULT, 0));
    assertEquals(false, router.tell(Role.FAULT, minute - 1));
    assertEquals(true, router.tell(Role.BACKUP, 1));
    assertEquals(true, router.tell(Role.FAULT, minute));
  }

  @Test
  void aNoteIsToldAgainOnceItSaysSomethingElse() {
    configure(51);
    VirtualRouter router = known("r");
    assertEquals(true, router.news("192.0.2.2 is worse", 1));
    assertEquals(false, router.news("192.0.2.2 is worse", 2));
    assertEquals(true, router.news("192.0.2.3 is worse", 3));
    assertEquals(true, router.news("192.0.2.2 is worse", 4));
  }

  private void configure(int vrid) {
    roster.configure(
        List.of(router("r", vrid, 100, Optional.empty(), true, "10.8.0.1")), List.of(), Set.of());
  }

  private Role role(String name) {
    return elections.state(known(name)).role();
  }

  private VirtualRouter known(String name) {
    VirtualRouter router = elections.router(name);
    assertNotNull(router);
    return router;
  }
}
