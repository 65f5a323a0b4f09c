package io.directord.failover;

import io.directord.failover.FailoverEvent.Noted;
import io.directord.failover.FailoverEvent.RoleChanged;
import io.directord.failover.FailoverEvent.WouldClaim;
import io.directord.failover.FailoverEvent.WouldRelease;
import io.directord.failover.vrrp.Advertisement;
import io.directord.failover.vrrp.Effect;
import io.directord.failover.vrrp.Ensemble;
import io.directord.failover.vrrp.Event;
import io.directord.failover.vrrp.Role;
import io.directord.failover.vrrp.Settings;
import io.directord.failover.vrrp.State;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The virtual routers and where they stand: has each event decided, and what was decided carried
 * out. Confined to the heartbeat.
 */
final class Elections {
  private static final int PACKET_BYTES_MAX = 9216;

  private final AddressKeeper keeper;
  private final Rivals rivals;
  private final Bulletin bulletin;
  private final InstantSource clock;
  private final Consumer<Runnable> post;
  private final boolean passive;
  private final ByteBuffer packet = ByteBuffer.allocateDirect(PACKET_BYTES_MAX);
  private final Map<String, VirtualRouter> routers = new LinkedHashMap<>();
  private final Map<String, Settings> settings = new HashMap<>();
  private List<Ensemble.Group> groups = List.of();
  private Ensemble ensemble = new Ensemble(Map.of());

  /**
   * Has no routers yet.
   *
   * @param post has something run on the heartbeat
   * @param passive sends nothing and changes nothing
   */
  Elections(
      AddressKeeper keeper,
      Rivals rivals,
      Bulletin bulletin,
      InstantSource clock,
      Consumer<Runnable> post,
      boolean passive) {
    this.keeper = keeper;
    this.rivals = rivals;
    this.bulletin = bulletin;
    this.clock = clock;
    this.post = post;
    this.passive = passive;
  }

  /** A copy: an event may change what there is. */
  List<VirtualRouter> routers() {
    return List.copyOf(routers.values());
  }

  @Nullable VirtualRouter router(String name) {
    return routers.get(name);
  }

  /** From now on its group waits for it. */
  void add(VirtualRouter router) {
    routers.put(router.name(), router);
    settings.put(router.name(), router.election());
  }

  void forget(VirtualRouter router) {
    routers.remove(router.name());
    settings.remove(router.name());
    Map<String, State> left = new HashMap<>(ensemble.states());
    left.remove(router.name());
    ensemble = new Ensemble(left);
  }

  void groups(List<Ensemble.Group> wanted) {
    groups = List.copyOf(wanted);
  }

  State state(VirtualRouter router) {
    return ensemble.states().getOrDefault(router.name(), new State.Initialize());
  }

  static boolean handingOver(State state) {
    return state instanceof State.Yielding || state instanceof State.Lingering;
  }

  void step(VirtualRouter router, Event event, long now) {
    settings.put(router.name(), router.election());
    Ensemble.Outcome outcome = ensemble.step(settings, groups, router.name(), event, now);
    ensemble = outcome.next();
    for (Ensemble.Moved moved : outcome.moves()) {
      VirtualRouter mover = routers.get(moved.router());
      if (mover != null) {
        perform(mover, moved, now);
      }
    }
  }

  /** Does without effect what the router does if nobody is heard until then. */
  void makeReady(VirtualRouter router, long thenNanos) {
    var _ = ensemble.step(settings, groups, router.name(), new Event.Tick(), thenNanos);
    router.makeReady(packet, wallNanos());
  }

  private void perform(VirtualRouter router, Ensemble.Moved moved, long now) {
    Role from = moved.before().role();
    Role to = moved.step().next().role();
    boolean handedOver = handingOver(moved.before());
    if (!handedOver && handingOver(moved.step().next())) {
      keeper.hush(router.name());
    }
    for (Effect effect : moved.step().effects()) {
      if (!passive) {
        perform(router, effect);
      }
    }
    if (handedOver && moved.step().next() instanceof State.Active && !passive) {
      keeper.claim(router.name(), router.counters());
    }
    String because = moved.step().because();
    if (from != to) {
      roleChanged(router, from, to, because);
    } else if (!because.isEmpty() && router.news(because, now)) {
      bulletin.tell(new Noted(router.name(), because));
    }
    if (passive) {
      moved.step().effects().forEach(effect -> foresee(router, effect));
    }
  }

  /** What is not done is told, but for the packets. */
  private void foresee(VirtualRouter router, Effect effect) {
    int addresses = router.settings().addresses().size();
    switch (effect) {
      case Effect.ClaimAddresses() -> bulletin.tell(new WouldClaim(router.name(), addresses));
      case Effect.ReleaseAddresses() -> bulletin.tell(new WouldRelease(router.name(), addresses));
      case Effect.SendAdvertisement _, Effect.AnnounceAgain _ -> {}
    }
  }

  void resign(VirtualRouter router) {
    if (!passive) {
      router.send(Advertisement.RESIGN, packet, wallNanos());
    }
  }

  private void perform(VirtualRouter router, Effect effect) {
    switch (effect) {
      case Effect.SendAdvertisement(int priority) -> router.send(priority, packet, wallNanos());
      case Effect.ClaimAddresses() -> {
        router.takeHeadStart();
        keeper.claim(router.name(), router.counters());
      }
      case Effect.ReleaseAddresses() -> release(router);
      case Effect.AnnounceAgain() -> keeper.announceAgain(router.name());
    }
  }

  /** Also of what an earlier run left behind. */
  void release(VirtualRouter router) {
    router.releasing(1);
    keeper.release(router.name()).whenComplete((_, _) -> post.accept(() -> router.releasing(-1)));
  }

  private void roleChanged(VirtualRouter router, Role from, Role to, String because) {
    Instant at = clock.instant();
    bulletin.changed();
    if (to == Role.ACTIVE) {
      router.adopted();
      router.counters().becameActive.increment();
    } else {
      router.split().ifPresent(split -> rivals.endSplit(router, split, to));
    }
    router.moved(to, because, at);
    bulletin.tell(new RoleChanged(router.name(), from, to, because, at));
  }

  /** The last words of a thread that meets its own bug. */
  void resignAll() {
    for (VirtualRouter router : routers.values()) {
      if (state(router).role() == Role.ACTIVE && !passive) {
        resign(router);
        keeper.release(router.name());
      }
    }
  }

  long wallNanos() {
    Instant now = clock.instant();
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }
}
