package io.directord.director.reconcile;

import io.directord.kernel.ipvs.IpvsChange;
import io.directord.kernel.ipvs.ServiceKey;
import java.util.List;
import java.util.Set;

/**
 * What to do to the kernel now, and what is left to do once drains have ended.
 *
 * @param growing how many of the changes, from the first on, take nothing away
 * @param reasons says why for each change; only asked for what somebody reads
 * @param later one sentence for each server or service that goes when it is drained
 */
public record Plan(
    List<IpvsChange> changes,
    int growing,
    Reasons reasons,
    List<String> later,
    List<ServiceDecision> decisions,
    Set<ServiceKey> foreign) {
  public boolean isEmpty() {
    return changes.isEmpty();
  }
}
