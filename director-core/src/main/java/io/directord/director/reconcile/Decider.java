package io.directord.director.reconcile;

import io.directord.director.config.DirectorConfig;
import io.directord.director.config.IpvsConfig;
import io.directord.director.config.RealServer;
import io.directord.director.config.VirtualService;
import io.directord.director.reconcile.Memory.ServerId;
import io.directord.director.reconcile.Recall.Grounds;
import io.directord.director.reconcile.Recall.Kept;
import io.directord.director.reconcile.Recall.Placed;
import io.directord.director.reconcile.ServerDecision.Placement;
import io.directord.kernel.ipvs.IpvsTable;
import io.directord.kernel.ipvs.ObservedServer;
import io.directord.kernel.ipvs.ObservedService;
import io.directord.kernel.ipvs.ServerKey;
import io.directord.kernel.ipvs.ServerSpec;
import io.directord.kernel.ipvs.ServiceKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides what IPVS should hold: configuration, verdicts and the operator's overrides on one side,
 * what the kernel has and nobody configured on the other. Pure.
 *
 * <p>Without a verdict a server keeps the place that it has in the kernel, so that a restart
 * changes nothing; a server that the kernel does not know waits for its first verdict.
 */
final class Decider {
  private final DirectorConfig config;
  private final ServerDecider serverDecider;
  private final IpvsTable observed;
  private final Memory memory;
  private final Goal before;
  private final HealthView health;
  private final Map<String, OperatorOverride> overrides;
  private final boolean sameOverrides;
  private final Map<String, Kept> kept = new HashMap<>();
  private final Drains drains;
  private final SlowStarts slowStarts;
  private final Map<ServiceKey, WantedService> wanted = new LinkedHashMap<>();
  private final Map<String, Boolean> quorumHeld = new HashMap<>();
  private final Set<String> panicking = new HashSet<>();
  private final Map<ServiceKey, Duration> drainTimeouts;
  private final Map<ServerId, Duration> serverDrainTimeouts;

  private Decider(
      DirectorConfig config,
      HealthView health,
      Map<String, OperatorOverride> overrides,
      IpvsTable observed,
      Goal before,
      long nowNanos) {
    this.config = config;
    this.health = health;
    this.overrides = overrides;
    this.serverDecider = new ServerDecider(health, overrides);
    this.observed = observed;
    this.before = before;
    this.memory = before.memory();
    this.sameOverrides = overrides.equals(before.recall().overrides());
    this.drains = new Drains(memory, nowNanos);
    this.slowStarts = new SlowStarts(memory.slowStarts(), nowNanos);
    this.drainTimeouts = new HashMap<>(memory.drainTimeouts());
    this.drainTimeouts.keySet().retainAll(observed.services().keySet());
    this.serverDrainTimeouts = new HashMap<>(memory.serverDrainTimeouts());
    this.serverDrainTimeouts.keySet().removeIf(id -> !holds(observed, id));
  }

  /**
   * Decides.
   *
   * @param overrides by {@code SERVICE/SERVER}
   * @param owned services that this director created, also those no longer configured
   * @param before what was decided last
   */
  static Goal decide(
      DirectorConfig config,
      HealthView health,
      Map<String, OperatorOverride> overrides,
      IpvsTable observed,
      Set<ServiceKey> owned,
      Goal before,
      long nowNanos) {
    return new Decider(config, health, overrides, observed, before, nowNanos).decide(owned);
  }

  private Goal decide(Set<ServiceKey> owned) {
    List<ServiceDecision> decisions = new ArrayList<>(config.services().size());
    for (VirtualService service : config.services()) {
      Kept its = keep(service);
      kept.put(service.name(), its);
      decisions.add(its.decision());
      its.places()
          .forEach((key, placed) -> {
            drainTimeouts.put(key, service.drainTimeout());
            wanted.put(key, placed.wanted());
          });
    }
    Set<ServiceKey> removable = new LinkedHashSet<>();
    Set<ServiceKey> foreign = new LinkedHashSet<>();
    boolean exclusive = config.ipvs().ownership() == IpvsConfig.Ownership.EXCLUSIVE;
    observed
        .services()
        .forEach((key, found) -> {
          if (!wanted.containsKey(key)) {
            boolean ours = exclusive || owned.contains(key);
            (ours ? removable : foreign).add(key);
            if (ours) {
              retire(key, found);
            }
          }
        });
    Memory next =
        new Memory(
            drains.begun(),
            quorumHeld,
            panicking,
            slowStarts.after(),
            drainTimeouts,
            serverDrainTimeouts);
    OptionalLong look = earlier(drains.nextLookNanos(), slowStarts.nextLookNanos());
    return new Goal(
        wanted,
        decisions,
        removable,
        foreign,
        either(next, before.memory()),
        look,
        new Recall(overrides, kept));
  }

  private static OptionalLong earlier(OptionalLong one, OptionalLong other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.isPresent() ? one : other;
    }
    return one.getAsLong() - other.getAsLong() <= 0 ? one : other;
  }

  /** As it was decided last where the grounds are the same, and made of its parts otherwise. */
  private Kept keep(VirtualService service) {
    String name = service.name();
    Grounds grounds =
        new Grounds(
            service,
            service.slowStart().duration().isZero() ? health.mark(service) : null,
            Optional.ofNullable(memory.quorumHeld().get(name)),
            memory.panicking().contains(name));
    @Nullable Kept last = before.recall().services().get(name);
    boolean same = last != null && sameOverrides && grounds.are(last.grounds());
    ServiceDecision decision;
    if (last != null && same) {
      decision = last.decision();
      grounds.quorumHeld().ifPresent(held -> quorumHeld.put(name, held));
      if (grounds.panicking()) {
        panicking.add(name);
      }
    } else {
      decision = either(decide(service), last == null ? null : last.decision());
    }
    Map<ServiceKey, Placed> places = LinkedHashMap.newLinkedHashMap(service.keys().size());
    for (ServiceKey key : service.keys()) {
      @Nullable Placed earlier = last == null ? null : last.places().get(key);
      places.put(
          key,
          earlier != null && same && earlier.ofDecision() && holdsNothingElse(key, earlier.wanted())
              ? earlier
              : either(place(decision, key), earlier));
    }
    return new Kept(grounds, decision, places);
  }

  private boolean holdsNothingElse(ServiceKey key, WantedService wanted) {
    ObservedService found = observed.services().get(key);
    return found == null || wanted.servers().keySet().containsAll(found.servers().keySet());
  }

  private static <T> T either(T own, @Nullable T earlier) {
    return earlier != null && own.equals(earlier) ? earlier : own;
  }

  private ServiceDecision decide(VirtualService service) {
    List<ServerDecision> servers = serverDecider.decide(service);
    int up = 0;
    int undecided = 0;
    for (ServerDecision decision : servers) {
      up += decision.serves() ? 1 : 0;
      undecided += decision.state() == ServerState.UNKNOWN ? 1 : 0;
    }
    Optional<Boolean> held =
        Quorum.held(
            service, up, undecided, Optional.ofNullable(memory.quorumHeld().get(service.name())));
    held.ifPresent(known -> quorumHeld.put(service.name(), known));
    if (held.orElse(true) || service.lastResort().isEmpty()) {
      return withoutLastResort(service, servers, held.orElse(true));
    }
    RealServer last = service.lastResort().get();
    String because =
        "quorum lost: "
            + up
            + " of "
            + service.servers().size()
            + " up, "
            + service.quorum()
            + " needed";
    ServerDecision serving =
        new ServerDecision(last, ServerState.UP, new Placement.At(last.spec().weight()), because);
    List<ServerDecision> aside =
        climb(service, servers.stream().map(server -> aside(service, server)).toList());
    return new ServiceDecision(service, aside, false, Optional.of(serving), Optional.empty());
  }

  private ServiceDecision withoutLastResort(
      VirtualService service, List<ServerDecision> servers, boolean held) {
    Optional<Panic> panic = Panic.in(service, servers, memory.panicking().contains(service.name()));
    if (panic.isPresent()) {
      panicking.add(service.name());
      return new ServiceDecision(
          service,
          panic.get().all(servers),
          held,
          Optional.empty(),
          panic.map(each -> each.text(service)));
    }
    return new ServiceDecision(
        service, climb(service, servers), held, Optional.empty(), Optional.empty());
  }

  private List<ServerDecision> climb(VirtualService service, List<ServerDecision> servers) {
    return slowStarts.climb(
        service,
        servers,
        each -> serverDecider.hasWeightOfOperator(service, each.server()),
        each -> servesInKernel(service, each.server()));
  }

  private boolean servesInKernel(VirtualService service, RealServer server) {
    for (ServiceKey key : service.keys()) {
      ObservedService found = observed.services().get(key);
      ObservedServer held = found == null ? null : found.servers().get(server.keyFor(key));
      if (held != null && held.spec().weight() > 0) {
        return true;
      }
    }
    return false;
  }

  /** While the last resort serves, the servers that are still up do not. */
  private static ServerDecision aside(VirtualService service, ServerDecision decision) {
    return decision.serves()
        ? decision.placed(ServerDecider.whenDown(service), "quorum lost, the last resort serves")
        : decision;
  }

  private Placed place(ServiceDecision decision, ServiceKey key) {
    Map<ServerKey, ServerSpec> servers =
        LinkedHashMap.newLinkedHashMap(decision.servers().size() + 1);
    Map<ServerKey, ObservedServer> found =
        Optional.ofNullable(observed.services().get(key))
            .map(ObservedService::servers)
            .orElse(Map.of());
    boolean ofDecision = true;
    Set<ServerKey> configured = found.isEmpty() ? Set.of() : new LinkedHashSet<>();
    for (ServerDecision server : decision.servers()) {
      ServerKey serverKey = server.server().keyFor(key);
      if (!found.isEmpty()) {
        configured.add(serverKey);
      }
      Duration own = server.server().drainTimeout();
      if (!own.equals(decision.service().drainTimeout())) {
        serverDrainTimeouts.put(new ServerId(key, serverKey), own);
        ofDecision = false;
      }
      ofDecision &= !(server.placement() instanceof Placement.AsFound);
      place(servers, serverKey, server, found);
    }
    decision.lastResort().ifPresent(last -> place(servers, last.server().keyFor(key), last, found));
    WantedService placed = new WantedService(decision.service().spec(), servers);
    if (configured.containsAll(found.keySet())) {
      return new Placed(placed, ofDecision);
    }
    boolean undecided = !quorumHeld.containsKey(decision.service().name());
    found.forEach((serverKey, held) -> {
      if (servers.containsKey(serverKey) || configured.contains(serverKey)) {
        return;
      }
      if (undecided && isLastResort(decision.service(), key, serverKey)) {
        servers.put(serverKey, held.spec());
      } else {
        drains
            .drain(key, serverKey, held, timeout(key, serverKey, decision.service().drainTimeout()))
            .ifPresent(spec -> servers.put(serverKey, spec));
      }
    });
    return new Placed(placed, false);
  }

  private static void place(
      Map<ServerKey, ServerSpec> servers,
      ServerKey key,
      ServerDecision decision,
      Map<ServerKey, ObservedServer> found) {
    ServerSpec spec = decision.asked().limit(decision.server().spec());
    switch (decision.placement()) {
      case Placement.At(int weight) -> servers.put(key, spec.withWeight(weight));
      case Placement.Out() -> {}
      case Placement.AsFound() -> {
        ObservedServer held = found.get(key);
        if (held != null) {
          servers.put(key, spec.withWeight(held.spec().weight()));
        }
      }
    }
  }

  private static boolean holds(IpvsTable table, ServerId id) {
    ObservedService service = table.services().get(id.service());
    return service != null && service.servers().containsKey(id.server());
  }

  private Duration timeout(ServiceKey service, ServerKey server, Duration ofService) {
    return memory.drainTimeout(new ServerId(service, server), ofService);
  }

  private static boolean isLastResort(VirtualService service, ServiceKey key, ServerKey server) {
    return service.lastResort().map(last -> last.keyFor(key).equals(server)).orElse(false);
  }

  /** Keeps a service that is no longer configured until the last of its servers is drained. */
  private void retire(ServiceKey key, ObservedService found) {
    Duration timeout = drainTimeouts.getOrDefault(key, VirtualService.DRAIN_TIMEOUT);
    Map<ServerKey, ServerSpec> servers = new LinkedHashMap<>();
    found
        .servers()
        .forEach((server, held) ->
            drains
                .drain(key, server, held, timeout(key, server, timeout))
                .ifPresent(spec -> servers.put(server, spec)));
    if (!servers.isEmpty()) {
      wanted.put(key, new WantedService(found.spec(), servers));
    } else {
      drainTimeouts.remove(key);
    }
  }
}
