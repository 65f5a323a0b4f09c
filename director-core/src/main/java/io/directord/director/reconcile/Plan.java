package io.directord.director.reconcile;

import io.directord.kernel.ipvs.IpvsChange;
import io.directord.kernel.ipvs.ServiceKey;
import java.util.List;
import java.util.Set;

/**
 * What to do to the kernel now, and what is left to do once drains have ended.
 *
 * @param reasons says why for each change; only asked for what somebody reads
 * @param later one sentence for each server or service that goes when it is drained
 */
public record Plan(
    List<IpvsChange> changes,
    Reasons reasons,
    List<String> later,
    List<ServiceDecision> decisions,
    Set<ServiceKey> foreign) {
  static final Plan NONE = new Plan(List.of(), Reasons.NONE, List.of(), List.of(), Set.of());

  public boolean isEmpty() {
    return changes.isEmpty();
  }
}
