package io.directord.director.reconcile;

import io.directord.director.config.VirtualService;
import io.directord.director.reconcile.Memory.ServerId;
import io.directord.kernel.ipvs.IpvsChange;
import io.directord.kernel.ipvs.IpvsTable;
import io.directord.kernel.ipvs.ObservedService;
import io.directord.kernel.ipvs.ServerKey;
import io.directord.kernel.ipvs.ServerSpec;
import io.directord.kernel.ipvs.ServiceKey;
import io.directord.kernel.ipvs.ServiceSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says why each change is made. A change for something that was wanted just so before, and that the
 * kernel had, is drift: somebody else was there. Pure.
 */
final class Reasons {
  private final Goal goal;
  private final IpvsTable observed;
  private final Map<ServiceKey, WantedService> settled;
  private final Map<ServiceKey, ServiceDecision> decisions = new HashMap<>();
  private final Map<ServerId, String> because = new HashMap<>();

  /**
   * For one plan.
   *
   * @param settled what the kernel was last seen to hold in full; empty before that
   */
  Reasons(Goal goal, IpvsTable observed, Map<ServiceKey, WantedService> settled) {
    this.goal = goal;
    this.observed = observed;
    this.settled = settled;
    for (ServiceDecision decision : goal.decisions()) {
      for (ServiceKey key : decision.service().keys()) {
        decisions.put(key, decision);
        decision.servers().forEach(server -> note(key, server));
        decision.lastResort().ifPresent(server -> note(key, server));
      }
    }
  }

  private void note(ServiceKey key, ServerDecision server) {
    because.put(
        new ServerId(key, server.server().keyFor(key)),
        server.server().name() + " is " + server.state().text() + ": " + server.because());
  }

  PlannedChange explain(IpvsChange change) {
    return new PlannedChange(
        change,
        switch (change) {
          case IpvsChange.CreateService(var key, var _) ->
              settled.containsKey(key) ? "drift: somebody removed the service" : configured(key);
          case IpvsChange.UpdateService(var key, var spec) ->
              updated(key, spec.equals(settledSpec(key)));
          case IpvsChange.DeleteService(var key) ->
              observed.services().containsKey(key) && decisions.containsKey(key)
                  ? "replaced"
                  : "not in the configuration, no server left";
          case IpvsChange.CreateServer(var key, var server, var spec) ->
              spec.equals(settledServer(key, server))
                  ? "drift: somebody removed the server"
                  : server(key, server);
          case IpvsChange.UpdateServer(var key, var server, var spec) ->
              spec.equals(settledServer(key, server))
                  ? "drift: somebody changed the server" + found(key, server)
                  : server(key, server);
          case IpvsChange.DeleteServer(var key, var server) -> removed(key, server);
          default -> "configuration";
        });
  }

  /** Whether the sentence speaks of drift. */
  static boolean drift(PlannedChange planned) {
    return planned.because().startsWith("drift:");
  }

  private String configured(ServiceKey key) {
    ServiceDecision decision = decisions.get(key);
    return decision == null
        ? "draining"
        : "service " + decision.service().name() + " is configured";
  }

  private String updated(ServiceKey key, boolean unchangedWish) {
    return unchangedWish ? "drift: somebody changed the service" : configured(key) + " otherwise";
  }

  private String server(ServiceKey key, ServerKey server) {
    String known = because.get(new ServerId(key, server));
    return known != null ? known : leaving(key, server);
  }

  /** A server that is not configured: it was once, or somebody put it there. */
  private String leaving(ServiceKey key, ServerKey server) {
    WantedService before = settled.get(key);
    boolean added = before != null && !before.servers().containsKey(server);
    return added
        ? "drift: somebody added the server; draining it"
        : "not in the configuration: draining";
  }

  private String removed(ServiceKey key, ServerKey server) {
    String known = because.get(new ServerId(key, server));
    return known != null ? known : "not in the configuration: drained";
  }

  private String found(ServiceKey key, ServerKey server) {
    ObservedService service = observed.services().get(key);
    if (service == null || !service.servers().containsKey(server)) {
      return "";
    }
    return " (weight was " + service.servers().get(server).spec().weight() + ")";
  }

  private @Nullable ServiceSpec settledSpec(ServiceKey key) {
    WantedService before = settled.get(key);
    return before == null ? null : before.spec();
  }

  private @Nullable ServerSpec settledServer(ServiceKey key, ServerKey server) {
    WantedService before = settled.get(key);
    return before == null ? null : before.servers().get(server);
  }

  /** What will be removed when it is drained, one sentence each. */
  List<String> later() {
    List<String> later = new ArrayList<>();
    goal.memory()
        .draining()
        .keySet()
        .forEach(id ->
            later.add(
                new IpvsChange.DeleteServer(id.service(), id.server()).ipvsadm()
                    + "   when its connections have ended, at the latest after "
                    + goal.memory()
                        .drainTimeouts()
                        .getOrDefault(id.service(), VirtualService.DRAIN_TIMEOUT)
                        .toSeconds()
                    + "s"));
    goal.removable().stream()
        .filter(goal.services()::containsKey)
        .forEach(key ->
            later.add(
                new IpvsChange.DeleteService(key).ipvsadm() + "   when its servers are gone"));
    return later;
  }
}
