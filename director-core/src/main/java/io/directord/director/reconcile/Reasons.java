package io.directord.director.reconcile;

import io.directord.director.config.VirtualService;
import io.directord.kernel.ipvs.IpvsChange;
import io.directord.kernel.ipvs.IpvsTable;
import io.directord.kernel.ipvs.ObservedServer;
import io.directord.kernel.ipvs.ObservedService;
import io.directord.kernel.ipvs.ServerKey;
import io.directord.kernel.ipvs.ServerSpec;
import io.directord.kernel.ipvs.ServiceKey;
import io.directord.kernel.ipvs.ServiceSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Says why each change of a plan is made, when asked: a plan of a hundred thousand changes is
 * carried out without a sentence. A change back to what was wanted before, and was in the kernel,
 * is drift: somebody else was there. Pure.
 */
public final class Reasons {
  static final Reasons NONE = new Reasons(Goal.NONE, IpvsTable.EMPTY, Map.of());

  private final Goal goal;
  private final IpvsTable observed;
  private final Map<ServiceKey, WantedService> settled;
  private final Map<ServiceKey, ServiceDecision> decisions;

  /**
   * For one plan.
   *
   * @param settled what the kernel was last seen to hold in full; empty before that
   */
  Reasons(Goal goal, IpvsTable observed, Map<ServiceKey, WantedService> settled) {
    this.goal = goal;
    this.observed = observed;
    this.settled = settled;
    this.decisions = new HashMap<>();
    for (ServiceDecision decision : goal.decisions()) {
      decision.service().keys().forEach(key -> decisions.put(key, decision));
    }
  }

  /** Whether the change undoes what somebody else did to the kernel. */
  public boolean isDrift(IpvsChange change) {
    return switch (change) {
      case IpvsChange.CreateService(var key, _) -> settled.containsKey(key);
      case IpvsChange.UpdateService(var key, var spec) -> spec.equals(settledSpec(key));
      case IpvsChange.CreateServer(var key, var server, var spec) ->
          spec.equals(settledServer(key, server));
      case IpvsChange.UpdateServer(var key, var server, var spec) ->
          spec.equals(settledServer(key, server)) || intruder(key, server);
      case IpvsChange.DeleteServer(var key, var server) -> intruder(key, server);
      default -> false;
    };
  }

  /** How many of the changes are drift. */
  long drifted(List<IpvsChange> changes) {
    return settled.isEmpty() ? 0 : changes.stream().filter(this::isDrift).count();
  }

  /** Why, as one sentence. */
  public String because(IpvsChange change) {
    boolean drift = isDrift(change);
    return switch (change) {
      case IpvsChange.CreateService(var key, _) ->
          drift ? "drift: somebody removed the service" : configured(key);
      case IpvsChange.UpdateService(var key, _) ->
          drift ? "drift: somebody changed the service" : configured(key) + " otherwise";
      case IpvsChange.DeleteService _ -> "not in the configuration, no server left";
      case IpvsChange.CreateServer(var key, var server, _) ->
          drift ? "drift: somebody removed the server" : server(key, server, "draining");
      case IpvsChange.UpdateServer(var key, var server, _) when intruder(key, server) ->
          "drift: somebody added the server; draining it";
      case IpvsChange.UpdateServer(var key, var server, _) ->
          drift
              ? "drift: somebody changed the server" + found(key, server)
              : server(key, server, "draining");
      case IpvsChange.DeleteServer(var key, var server) ->
          drift ? "drift: somebody added the server" : server(key, server, "drained");
      default -> "differs from the configuration";
    };
  }

  /** What will be removed when it is drained, one sentence each. */
  List<String> later() {
    List<String> later = new ArrayList<>();
    Map<ServiceKey, Duration> timeouts = goal.memory().drainTimeouts();
    for (Memory.ServerId id : goal.memory().draining().keySet()) {
      long seconds = timeouts.getOrDefault(id.service(), VirtualService.DRAIN_TIMEOUT).toSeconds();
      later.add(
          new IpvsChange.DeleteServer(id.service(), id.server()).ipvsadm()
              + "   when its connections have ended, at the latest after "
              + seconds
              + "s");
    }
    for (ServiceKey key : goal.removable()) {
      if (goal.services().containsKey(key)) {
        later.add(new IpvsChange.DeleteService(key).ipvsadm() + "   when its servers are gone");
      }
    }
    return later;
  }

  private String configured(ServiceKey key) {
    ServiceDecision decision = decisions.get(key);
    return decision == null
        ? "draining"
        : "service " + decision.service().name() + " is configured";
  }

  private String server(ServiceKey key, ServerKey server, String leaving) {
    return decision(key, server)
        .map(
            known -> known.server().name() + " is " + known.state().text() + ": " + known.because())
        .orElse("not in the configuration: " + leaving);
  }

  private Optional<ServerDecision> decision(ServiceKey key, ServerKey server) {
    ServiceDecision service = decisions.get(key);
    return service == null
        ? Optional.empty()
        : Stream.concat(service.servers().stream(), service.lastResort().stream())
            .filter(each -> each.server().keyFor(key).equals(server))
            .findFirst();
  }

  /** Neither configured nor wanted before, in a service that was in step: somebody put it there. */
  private boolean intruder(ServiceKey key, ServerKey server) {
    WantedService before = settled.get(key);
    return before != null
        && !before.servers().containsKey(server)
        && decision(key, server).isEmpty();
  }

  private String found(ServiceKey key, ServerKey server) {
    ObservedService service = observed.services().get(key);
    ObservedServer held = service == null ? null : service.servers().get(server);
    return held == null ? "" : " (weight was " + held.spec().weight() + ")";
  }

  private @Nullable ServiceSpec settledSpec(ServiceKey key) {
    WantedService before = settled.get(key);
    return before == null ? null : before.spec();
  }

  private @Nullable ServerSpec settledServer(ServiceKey key, ServerKey server) {
    WantedService before = settled.get(key);
    return before == null ? null : before.servers().get(server);
  }
}
