package io.directord.director;

import io.directord.director.SwitchoverGuard.PeerReport;
import io.directord.director.config.ArpWatchConfig;
import io.directord.director.config.DirectorConfig;
import io.directord.director.journal.Entry;
import io.directord.director.pair.ArpText;
import io.directord.director.pair.Pair;
import io.directord.director.pair.PairEvents;
import io.directord.director.peer.Successor;
import io.directord.director.reconcile.HealthView;
import io.directord.director.reconcile.ServiceDecision;
import io.directord.director.reconcile.Troubled;
import io.directord.failover.FailoverEvent;
import io.directord.failover.RoutersView;
import io.directord.failover.RoutersView.RouterView;
import io.directord.failover.arp.ArpView;
import io.directord.failover.vrrp.Role;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The pair that the director has joined; until then, nobody is anything. Joined on the director's
 * loop, asked by any thread.
 */
final class JoinedPair {
  private volatile @Nullable Pair pair;
  private volatile Function<String, Optional<Successor>> unfit = _ -> Optional.empty();

  /**
   * Has virtual routers from now on.
   *
   * @param unfitFor which other node would not serve as well with a router, so far as is known
   */
  void join(Pair joined, Function<String, Optional<Successor>> unfitFor) {
    pair = joined;
    unfit = unfitFor;
  }

  RoutersView routers() {
    Pair joined = pair;
    return joined == null ? RoutersView.EMPTY : joined.view();
  }

  ArpView arp() {
    Pair joined = pair;
    return joined == null ? ArpView.EMPTY : joined.arp();
  }

  CompletionStage<Map<String, Role>> switchover(Optional<String> router) {
    Pair joined = pair;
    return joined == null ? CompletableFuture.completedStage(Map.of()) : joined.switchover(router);
  }

  /** Why that router should not be handed over now, or any of them. */
  Optional<String> againstSwitchover(Optional<String> router) {
    return routers().routers().stream()
        .filter(each -> router.isEmpty() || each.name().equals(router.get()))
        .flatMap(each -> SwitchoverGuard.refusal(each, report(each)).stream())
        .findFirst();
  }

  private Optional<PeerReport> report(RouterView router) {
    return unfit
        .apply(router.name())
        .map(other -> new PeerReport(other.node(), false, other.because()));
  }

  /** Virtual routers may track services. */
  void tell(List<ServiceDecision> services, Predicate<ServiceDecision> quorumHeld) {
    Pair joined = pair;
    if (joined != null) {
      services.forEach(each -> joined.service(each.service().name(), quorumHeld.test(each)));
    }
  }

  /** Whether every virtual router of this node is Active; so is a node that has none. */
  boolean active(DirectorConfig config) {
    return config.routers().stream()
        .allMatch(router ->
            routers().router(router.name()).filter(r -> r.role() == Role.ACTIVE).isPresent());
  }

  /** The same verdicts, less the servers that answer ARP where they are to be removed for that. */
  HealthView without(DirectorConfig config, HealthView verdicts) {
    return config.arpWatch().action() == ArpWatchConfig.Action.REMOVE
        ? new Troubled(verdicts, ArpText.troubles(arp()))
        : verdicts;
  }

  /** What of this is worth the journal. */
  List<Entry> entries(FailoverEvent event) {
    String router = event instanceof FailoverEvent.RoleChanged changed ? changed.router() : "";
    int priority = routers().router(router).map(RouterView::priority).orElse(0);
    return PairEvents.of(event, priority).stream().toList();
  }
}
