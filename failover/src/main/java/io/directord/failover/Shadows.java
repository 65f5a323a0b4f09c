package io.directord.failover;

import io.directord.failover.FailoverEvent.ShadowAgrees;
import io.directord.failover.FailoverEvent.ShadowDisagrees;
import io.directord.failover.RoutersView.Peer;
import io.directord.failover.vrrp.Role;
import io.directord.failover.vrrp.Settings;
import io.directord.failover.vrrp.State;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Compares what routers that only look on have elected with what this node does under whoever runs
 * its pair, and tells where the two differ for too long. Confined to the heartbeat.
 */
final class Shadows {
  private final Bulletin bulletin;
  private final InstantSource clock;
  private final boolean passive;
  private LinkTable table = LinkTable.EMPTY;

  Shadows(Bulletin bulletin, InstantSource clock, boolean passive) {
    this.bulletin = bulletin;
    this.clock = clock;
    this.passive = passive;
  }

  void onLinks(LinkTable seen) {
    table = seen;
  }

  /**
   * Notes an advertisement of whoever runs on this host, heard where the sender's socket lets its
   * multicasts come back. It says what ours would say, so it decides no election: true.
   */
  boolean fromHere(VirtualRouter router, InetAddress from, long now) {
    if (!passive || !table.own(from)) {
      return false;
    }
    router.shadow().heardHere(now);
    return true;
  }

  void look(VirtualRouter router, State state, long now) {
    if (!passive || table.equals(LinkTable.EMPTY) || state.role() == Role.INITIALIZE) {
      return;
    }
    ShadowWatch watch = router.shadow();
    int held = watch.held(router.settings(), table);
    long grace = graceNanos(router.election(), state);
    Optional<Comparison> before = watch.comparison();
    Comparison compared =
        Comparison.of(before, state.role(), held > 0 ? Role.ACTIVE : Role.BACKUP, grace, now);
    Instant at = clock.instant();
    watch.compared(compared, at);
    String because = because(router, state, held, grace, now);
    if (watch.show(compared, because)) {
      bulletin.changed();
    }
    boolean disagreed = before.filter(Comparison::disagrees).isPresent();
    if (compared.disagrees() && !disagreed) {
      router.counters().disagreements.increment();
      bulletin.tell(
          new ShadowDisagrees(router.name(), compared.would(), compared.does(), because, at));
    } else if (disagreed && !compared.differs()) {
      bulletin.tell(
          new ShadowAgrees(router.name(), compared.does(), now - before.get().sinceNanos()));
    }
  }

  /** What a takeover may take: the down interval, and one more. */
  private static long graceNanos(Settings self, State state) {
    long learned =
        state instanceof State.Backup backup ? self.activeIntervalNanos(backup.active()) : 0;
    long interval = Math.max(self.intervalNanos(), learned);
    return self.activeDownNanos(interval) + interval;
  }

  private static String because(VirtualRouter router, State state, int held, long grace, long now) {
    Optional<Peer> peer = router.peer(now, grace);
    String others =
        peer.map(each ->
                NetUtil.toAddressString(each.address())
                    + " advertises with priority "
                    + each.priority())
            .orElse("no other node advertises");
    return why(router, state)
        + "; this host has "
        + held
        + " of "
        + router.settings().addresses().size()
        + " addresses; "
        + (router.shadow().speaksHere(now, grace) ? "this host advertises; " : "")
        + others;
  }

  private static String why(VirtualRouter router, State state) {
    return state.role() == Role.FAULT && !router.faults().isEmpty()
        ? String.join("; ", router.faults().values())
        : router.because();
  }
}
