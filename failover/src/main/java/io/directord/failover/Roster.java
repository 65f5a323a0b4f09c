package io.directord.failover;

import io.directord.failover.vrrp.Ensemble;
import io.directord.failover.vrrp.Event;
import io.directord.kernel.packet.Poller;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which virtual routers take part, and what keeps one from it: configuration, interfaces and tracks
 * become events of the elections. Confined to the heartbeat.
 */
final class Roster {
  private static final String TRACK = "track";
  private static final String ACCEPT = "accept";

  private final Elections elections;
  private final Switchboard switchboard;
  private final Vanguard vanguard;
  private final AddressKeeper keeper;
  private final Bulletin bulletin;
  private final InstantSource clock;
  private LinkTable table = LinkTable.EMPTY;
  private Optional<String> unfiltered = Optional.empty();

  Roster(
      Elections elections,
      Switchboard switchboard,
      Vanguard vanguard,
      AddressKeeper keeper,
      Bulletin bulletin,
      InstantSource clock) {
    this.elections = elections;
    this.switchboard = switchboard;
    this.vanguard = vanguard;
    this.keeper = keeper;
    this.bulletin = bulletin;
    this.clock = clock;
  }

  /** Takes up, changes and gives up routers; those unchanged notice nothing. */
  void configure(
      List<RouterSettings> wanted, List<Ensemble.Group> wantedGroups, Set<String> adopted) {
    elections.groups(wantedGroups); // first: who leaves a group must not take it along
    Map<String, VirtualRouter> given = giveUp(wanted);
    keeper.configure(wanted);
    List<VirtualRouter> taken = new ArrayList<>();
    for (RouterSettings each : wanted) {
      @Nullable VirtualRouter known = elections.router(each.name());
      if (known == null) {
        boolean adopting = adopted.contains(each.name());
        taken.add(takeUp(each, adopting, given.get(each.name())));
      } else if (!known.settings().equals(each)) {
        known.reconfigure(each);
        connect(known);
        elections.step(known, new Event.Reconfigured(), Poller.nowNanos());
      }
    }
    taken.forEach(this::begin);
    switchboard.keep(interfaces(wanted));
    bulletin.changed();
  }

  private static Set<String> interfaces(List<RouterSettings> routers) {
    Set<String> names = new HashSet<>();
    for (RouterSettings router : routers) {
      names.add(router.interfaceName());
      router.secondInterface().ifPresent(names::add);
    }
    return names;
  }

  /** Those that are not wanted any more, or not under that identity. */
  private Map<String, VirtualRouter> giveUp(List<RouterSettings> wanted) {
    Map<String, RouterSettings> byName = new HashMap<>();
    wanted.forEach(each -> byName.put(each.name(), each));
    Map<String, VirtualRouter> given = new HashMap<>();
    for (VirtualRouter router : elections.routers()) {
      RouterSettings now = byName.get(router.name());
      if (now == null || !sameOnTheWire(router.settings(), now)) {
        elections.step(router, new Event.Shutdown(), Poller.nowNanos());
        forget(router);
        given.put(router.name(), router);
      }
    }
    return given;
  }

  /** What it tracks is told when it changes only: under another identity it is the same still. */
  private VirtualRouter takeUp(
      RouterSettings settings, boolean adopting, @Nullable VirtualRouter before) {
    VirtualRouter router =
        new VirtualRouter(settings, new RouterCounters(), adopting, clock.instant());
    if (before != null) {
      router.adjust(before.priorityDelta());
      @Nullable String fault = before.faults().get(TRACK);
      if (fault != null) {
        router.faults().put(TRACK, fault);
      }
    }
    switchboard.connect(router, table);
    vanguard.prepare(router, table);
    noteFilter(router);
    elections.add(router);
    return router;
  }

  /** One that cannot take part must not claim first and find out afterwards. */
  private void begin(VirtualRouter router) {
    long now = Poller.nowNanos();
    Event first =
        router.faults().isEmpty() ? new Event.Startup() : new Event.Failed(reason(router));
    elections.step(router, first, now);
  }

  private static boolean sameOnTheWire(RouterSettings a, RouterSettings b) {
    return a.vrid() == b.vrid()
        && a.interfaceName().equals(b.interfaceName())
        && a.family() == b.family()
        && a.unicast() == b.unicast();
  }

  private void forget(VirtualRouter router) {
    switchboard.disconnect(router);
    vanguard.forget(router);
    elections.forget(router);
  }

  void onLinks(LinkTable seen) {
    table = seen;
    elections.routers().forEach(this::connect);
    bulletin.changed();
  }

  private void connect(VirtualRouter router) {
    boolean before = router.faults().isEmpty();
    switchboard.connect(router, table);
    vanguard.prepare(router, table);
    noteFilter(router);
    faultsChanged(router, before);
  }

  /** Why packets for routers without Accept_Mode cannot be dropped; empty: they are. */
  void filtered(Optional<String> trouble) {
    unfiltered = trouble;
    for (VirtualRouter router : elections.routers()) {
      boolean before = router.faults().isEmpty();
      noteFilter(router);
      faultsChanged(router, before);
    }
  }

  private void noteFilter(VirtualRouter router) {
    if (unfiltered.isPresent() && router.settings().drops()) {
      router.faults().put(ACCEPT, "accept = false is not in force: " + unfiltered.get());
    } else {
      router.faults().remove(ACCEPT);
    }
  }

  /** What is tracked says: so much priority more or less, and whether it may be Active at all. */
  void tracked(String name, int delta, Optional<String> fault) {
    @Nullable VirtualRouter router = elections.router(name);
    if (router == null) {
      return;
    }
    boolean before = router.faults().isEmpty();
    if (fault.isPresent()) {
      router.faults().put(TRACK, fault.get());
    } else {
      router.faults().remove(TRACK);
    }
    if (router.adjust(delta)) {
      bulletin.changed();
      elections.step(router, new Event.Reconfigured(), Poller.nowNanos());
    }
    faultsChanged(router, before);
  }

  private void faultsChanged(VirtualRouter router, boolean fineBefore) {
    boolean fine = router.faults().isEmpty();
    if (fine != fineBefore) {
      bulletin.changed();
      Event event = fine ? new Event.Recovered() : new Event.Failed(reason(router));
      elections.step(router, event, Poller.nowNanos());
    }
  }

  private static String reason(VirtualRouter router) {
    return String.join("; ", router.faults().values());
  }
}
