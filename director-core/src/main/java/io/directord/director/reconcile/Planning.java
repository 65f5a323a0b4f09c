package io.directord.director.reconcile;

import io.directord.kernel.ipvs.IpvsChange;
import io.directord.kernel.ipvs.ServiceKey;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** From what is wanted and what the kernel holds to the whole plan, explained. Pure. */
public final class Planning {
  private Planning() {}

  /** The plan that a director without a past would carry out. */
  public static Plan plan(Inputs inputs, Observation observed, Set<ServiceKey> owned) {
    return plan(inputs, observed, owned, Memory.NONE, Map.of(), 0).plan();
  }

  record Step(Plan plan, Goal goal) {}

  static Step plan(
      Inputs inputs,
      Observation observed,
      Set<ServiceKey> owned,
      Memory memory,
      Map<ServiceKey, WantedService> settled,
      long nowNanos) {
    Goal goal =
        Decider.decide(
            inputs.config(),
            inputs.health(),
            inputs.overrides(),
            observed.table(),
            owned,
            memory,
            nowNanos);
    List<IpvsChange> changes = SettingsPlanner.plan(inputs.config(), observed);
    changes.addAll(IpvsPlanner.plan(goal.services(), observed.table(), goal.removable()));
    Reasons reasons = new Reasons(goal, observed.table(), settled);
    Plan plan = new Plan(changes, reasons, reasons.later(), goal.decisions(), goal.foreign());
    return new Step(plan, goal);
  }
}
