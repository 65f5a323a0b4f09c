package io.directord.failover;

import static io.directord.failover.Ips.ip;
import static io.directord.failover.Ips.router;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.failover.FailoverEvent.ShadowAgrees;
import io.directord.failover.FailoverEvent.ShadowDisagrees;
import io.directord.failover.FailoverEvent.SplitBrainBegan;
import io.directord.failover.FailoverEvent.WouldClaim;
import io.directord.failover.FailoverEvent.WouldRelease;
import io.directord.failover.RoutersView.Shadow;
import io.directord.failover.vrrp.Advertisement;
import io.directord.failover.vrrp.Event;
import io.directord.failover.vrrp.Role;
import io.directord.failover.wire.Reception;
import io.directord.kernel.Stages;
import io.directord.kernel.link.AddressChange;
import io.directord.kernel.link.AddressSpec;
import io.directord.kernel.link.FakeLinks;
import io.directord.kernel.link.FakeNetwork;
import io.directord.kernel.link.Link;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A router of priority 100 that looks on, beside a daemon that holds 10.8.0.1 or does not. */
final class ShadowsTest {
  private static final long SECOND = 1_000_000_000;
  private static final InetAddress SELF = ip("192.0.2.1");
  private static final InetAddress PEER = ip("192.0.2.2");
  private static final InetAddress VIRTUAL = ip("10.8.0.1");

  private final List<FailoverEvent> events = new ArrayList<>();
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final FakeLinks links = new FakeLinks();
  private final Bulletin bulletin = new Bulletin(events::add);
  private final Shadows shadows = new Shadows(bulletin, () -> Instant.EPOCH, true);
  private final VirtualRouter router =
      new VirtualRouter(
          router("r", Optional.empty(), true, "10.8.0.1"),
          new RouterCounters(),
          false,
          Instant.EPOCH);
  private final Elections elections;
  private final Receiving receiving;
  private long now = 5 * SECOND;

  ShadowsTest() {
    IoEventLoop loop = (IoEventLoop) loops.next();
    NetworkKeeper network =
        new NetworkKeeper(
            loop,
            links,
            new FakeNetwork(links),
            new ProcSysctls(Path.of("/nonexistent")),
            _ -> {},
            _ -> {},
            true);
    AddressKeeper keeper =
        new AddressKeeper(loop, links, network, _ -> {}, _ -> {}, () -> true, true);
    Rivals rivals = new Rivals(keeper, bulletin, () -> Instant.EPOCH, true);
    elections = new Elections(keeper, rivals, bulletin, () -> Instant.EPOCH, Runnable::run, true);
    receiving = new Receiving(elections, rivals, shadows, keeper, bulletin);
    links.add(2, "lab0");
    add("192.0.2.1");
    look();
    router.connect(table().port("lab0").orElseThrow(), SELF);
    elections.add(router);
    elections.step(router, new Event.Startup(), now);
  }

  @AfterEach
  void close() {
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  @Test
  void whereNobodyElseAdvertisesThisHostIsActiveAndTheTwoAgree() {
    add("10.8.0.1");
    pass(20, 0);
    assertEquals(Role.ACTIVE, shadow().would());
    assertEquals(Role.ACTIVE, shadow().does());
    assertEquals(0, told(ShadowDisagrees.class));
    assertEquals(1, told(WouldClaim.class));
  }

  @Test
  void aTakeoverByABetterPeerAndBackIsNoDisagreement() {
    add("10.8.0.1");
    pass(20, 0);
    remove("10.8.0.1");
    pass(20, 150);
    assertEquals(List.of(Role.BACKUP, Role.BACKUP), List.of(shadow().would(), shadow().does()));
    pass(3, 0);
    add("10.8.0.1");
    pass(20, 0);
    assertEquals(List.of(Role.ACTIVE, Role.ACTIVE), List.of(shadow().would(), shadow().does()));
    assertEquals(0, told(ShadowDisagrees.class));
    assertEquals(2, told(WouldClaim.class));
    assertEquals(1, told(WouldRelease.class));
  }

  @Test
  void aWorsePeerThatHoldsTheAddressesIsADisagreementAndNoSplitBrain() {
    pass(30, 50);
    assertEquals(List.of(Role.ACTIVE, Role.BACKUP), List.of(shadow().would(), shadow().does()));
    assertTrue(shadow().disagrees());
    assertTrue(
        shadow()
            .because()
            .endsWith("this host has 0 of 1 addresses; 192.0.2.2 advertises with priority 50"),
        shadow().because());
    assertEquals(1, told(ShadowDisagrees.class));
    assertEquals(1, router.counters().disagreements.sum());
    assertEquals(0, told(SplitBrainBegan.class));
    pass(10, 150);
    assertEquals(1, told(ShadowAgrees.class));
    assertFalse(shadow().disagrees());
  }

  @Test
  void aBetterPeerThatDoesNotHoldTheAddressesIsADisagreement() {
    add("10.8.0.1");
    pass(20, 150);
    assertEquals(List.of(Role.BACKUP, Role.ACTIVE), List.of(shadow().would(), shadow().does()));
    assertTrue(shadow().disagrees());
  }

  @Test
  void whatThisHostAdvertisesIsNoPeer() {
    add("10.8.0.1");
    pass(20, 0);
    assertTrue(shadows.fromHere(router, SELF, now));
    assertFalse(shadows.fromHere(router, PEER, now));
    pass(1, 0);
    assertTrue(shadow().because().contains("this host advertises"), shadow().because());
    assertEquals(Role.ACTIVE, shadow().would());
    Shadows partaking = new Shadows(bulletin, () -> Instant.EPOCH, false);
    partaking.onLinks(table());
    assertFalse(partaking.fromHere(router, SELF, now));
  }

  @Test
  void addressesOnTheLoopbackOrABlockedLinkAreNotHeld() {
    Link lab = links.add(2, "lab0");
    links.set(new Link(1, "lo", 65536, true, true, true, Optional.empty(), Optional.empty()));
    links.behindTheBack(new AddressChange.AddAddress(1, "lo", AddressSpec.of(VIRTUAL, 32)));
    assertEquals(Set.of(), table().held());
    add("10.8.0.1");
    assertEquals(Set.of(VIRTUAL), table().held());
    links.running(lab.name(), false);
    assertEquals(Set.of(), table().held());
  }

  /** Seconds in which a peer of that priority advertises twice each; 0: nobody. */
  private void pass(int seconds, int priority) {
    for (int i = 0; i < seconds * 2; i++) {
      now += SECOND / 2;
      if (priority > 0) {
        Advertisement heard = new Advertisement(3, 51, priority, SECOND, List.of(VIRTUAL));
        receiving.onAdvertisement(router, new Reception.Accepted(PEER, heard, Set.of()), now, now);
      }
      OptionalLong deadline = elections.state(router).deadlineNanos();
      if (deadline.isPresent() && now - deadline.getAsLong() >= 0) {
        elections.step(router, new Event.Tick(), now);
      }
      look();
      shadows.look(router, elections.state(router), now);
    }
    bulletin.publish();
  }

  private Shadow shadow() {
    return router.view(Role.BACKUP).shadow().orElseThrow();
  }

  private void look() {
    shadows.onLinks(table());
  }

  private LinkTable table() {
    var all = Stages.get(links.addresses());
    var there = Stages.get(links.links());
    return LinkTable.of(there, all, Set.of(VIRTUAL)).holding(there, all, Set.of(VIRTUAL));
  }

  private void add(String address) {
    links.behindTheBack(new AddressChange.AddAddress(2, "lab0", AddressSpec.of(ip(address), 32)));
  }

  private void remove(String address) {
    links.behindTheBack(new AddressChange.RemoveAddress(2, "lab0", ip(address), 32));
  }

  private long told(Class<? extends FailoverEvent> kind) {
    return events.stream().filter(kind::isInstance).count();
  }
}
