package io.directord.failover;

import io.directord.failover.FailoverEvent.AddressConflict;
import io.directord.failover.address.ConflictWatch.Verdict;
import io.directord.failover.address.OtherHost;
import io.directord.kernel.link.Links;
import io.directord.kernel.link.MacAddress;
import io.directord.kernel.link.Neighbor;
import io.directord.kernel.packet.Poller;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Finds out who uses an address that is held here; then defends it, counts and tells. Confined to
 * its loop.
 */
final class Conflicts {
  /** Long enough for an advertisement that is on its way, for what follows, and for answers. */
  static final long BEFORE_DEFENCE_NANOS = 200_000_000;

  private static final int CASES_MAX = 64;

  /** What it asks of those who hold the addresses. */
  interface Holder {
    boolean holds(String router, InetAddress address);

    /** Asks them where they are: the answers are learnt. */
    void askPeers(String router);

    void announce(String router, InetAddress address);

    /** Empty when it is not held any more. */
    Optional<OtherHost> whose(
        MacAddress mac, String router, InetAddress address, List<Neighbor> neighbors);
  }

  /** A host that says that an address of this router is its own. */
  record Suspect(String router, InetAddress address, MacAddress mac) {}

  /** What is to be counted once it is known as what. */
  private static final class Case {
    private final RouterCounters counters;
    private long uncounted;
    private long heardNanos;
    private Optional<OtherHost.Kind> kind = Optional.empty();

    private Case(RouterCounters counters) {
      this.counters = counters;
    }
  }

  private final EventExecutor loop;
  private final Links links;
  private final Holder holder;
  private final Consumer<FailoverEvent> onEvent;
  private final Map<Suspect, Case> cases =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Suspect, Case> eldest) {
          return size() > CASES_MAX;
        }
      };

  Conflicts(EventExecutor loop, Links links, Holder holder, Consumer<FailoverEvent> onEvent) {
    this.loop = loop;
    this.links = links;
    this.holder = holder;
    this.onEvent = onEvent;
  }

  void heard(Suspect suspect, RouterCounters counters, Verdict verdict) {
    if (!verdict.conflict()) {
      return;
    }
    Case open = cases.get(suspect);
    boolean fresh = open == null || open.counters != counters;
    if (open == null || open.counters != counters) {
      open = new Case(counters);
      cases.put(suspect, open);
    }
    open.uncounted++;
    open.heardNanos = Poller.nowNanos();
    if (open.kind.isPresent()) {
      count(open, open.kind.get());
    }
    boolean defend = verdict.defendInNanos().isPresent();
    if (fresh || defend) {
      ask(suspect, open, defend, verdict.defendInNanos().orElse(0));
    }
  }

  private void ask(Suspect suspect, Case open, boolean defend, long inNanos) {
    if (inNanos > 0) {
      loop.schedule(() -> ask(suspect, open, defend, 0), inNanos, TimeUnit.NANOSECONDS);
      return;
    }
    holder.askPeers(suspect.router());
    loop.schedule(
        () -> investigate(suspect, open, defend), BEFORE_DEFENCE_NANOS, TimeUnit.NANOSECONDS);
  }

  /**
   * A successor announces before we have heard its advertisement: only what is still ours after a
   * while is contested.
   */
  private void investigate(Suspect suspect, Case open, boolean defend) {
    if (!holder.holds(suspect.router(), suspect.address())) {
      cases.remove(suspect);
      return;
    }
    if (defend) {
      holder.announce(suspect.router(), suspect.address());
    }
    links
        .neighbors()
        .exceptionally(_ -> List.of())
        .thenAcceptAsync(
            neighbors ->
                holder
                    .whose(suspect.mac(), suspect.router(), suspect.address(), neighbors)
                    .ifPresent(by -> identified(suspect, open, by, defend)),
            loop);
  }

  private void identified(Suspect suspect, Case open, OtherHost by, boolean defend) {
    open.kind = Optional.of(by.kind());
    count(open, by.kind());
    if (defend) {
      onEvent.accept(new AddressConflict(suspect.router(), suspect.address(), by, open.heardNanos));
    }
  }

  private static void count(Case open, OtherHost.Kind kind) {
    open.counters.count(kind, open.uncounted);
    open.uncounted = 0;
  }
}
