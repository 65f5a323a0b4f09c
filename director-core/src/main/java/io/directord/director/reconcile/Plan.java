package io.directord.director.reconcile;

import io.directord.kernel.ipvs.ServiceKey;
import java.util.List;
import java.util.Set;

/**
 * What to do to the kernel now, and what is left to do once drains have ended.
 *
 * @param later one sentence for each server or service that goes when it is drained
 */
public record Plan(
    List<PlannedChange> changes,
    List<String> later,
    List<ServiceDecision> decisions,
    Set<ServiceKey> foreign) {}
