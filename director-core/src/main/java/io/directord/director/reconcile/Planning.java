package io.directord.director.reconcile;

import io.directord.director.config.DirectorConfig;
import io.directord.director.config.VirtualService;
import io.directord.kernel.ipvs.IpvsChange;
import io.directord.kernel.ipvs.Refusal;
import io.directord.kernel.ipvs.ServiceKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** From what is wanted and what the kernel holds to the whole plan, explained. Pure. */
public final class Planning {
  private Planning() {}

  /** The plan that a director without a past would carry out. */
  public static Plan plan(Inputs inputs, Observation observed, Set<ServiceKey> owned) {
    return plan(inputs, observed, owned, Goal.NONE, Map.of(), 0).plan();
  }

  /**
   * Plans the first services for an empty kernel, and so has the code compiled that will plan all
   * of them. Answers with what nobody should carry out.
   *
   * @param servers so many of them at most
   */
  public static List<IpvsChange> rehearse(DirectorConfig config, int servers) {
    List<VirtualService> first = new ArrayList<>();
    int left = servers;
    for (VirtualService service : config.services()) {
      left -= service.servers().size();
      if (left < 0) {
        break;
      }
      first.add(service);
    }
    Inputs inputs = new Inputs(config.withServices(first), new Verdicts(Map.of()), Map.of());
    return plan(inputs, Observation.EMPTY, Set.of()).changes();
  }

  record Step(Plan plan, Goal goal) {}

  static Step plan(
      Inputs inputs,
      Observation observed,
      Set<ServiceKey> owned,
      Goal before,
      Map<ServiceKey, WantedService> settled,
      long nowNanos) {
    Goal goal =
        Decider.decide(
            inputs.config(),
            inputs.health(),
            inputs.overrides(),
            observed.table(),
            owned,
            before,
            nowNanos);
    List<IpvsChange> changes = SettingsPlanner.plan(inputs.config(), observed, inputs.active());
    IpvsPlanner.Changes services =
        IpvsPlanner.plan(goal.services(), observed.table(), goal.removable());
    changes.addAll(services.grow());
    int growing = changes.size();
    changes.addAll(services.shrink());
    Reasons reasons = new Reasons(goal, observed.table(), settled);
    Plan plan =
        new Plan(changes, growing, reasons, reasons.later(), goal.decisions(), goal.foreign());
    return new Step(plan, goal);
  }

  /** The changes of services of which nothing was refused. */
  static List<IpvsChange> without(List<IpvsChange> changes, List<Refusal> refused) {
    Set<ServiceKey> troubled = new HashSet<>();
    for (Refusal refusal : refused) {
      if (refusal.change() instanceof IpvsChange.OfService change) {
        troubled.add(change.service());
      }
    }
    return changes.stream()
        .filter(change ->
            !(change instanceof IpvsChange.OfService of && troubled.contains(of.service())))
        .toList();
  }
}
