package io.directord.director.reconcile;

import io.directord.kernel.ipvs.ServiceKey;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What the kernel should hold now.
 *
 * @param removable services that may be deleted once nobody wants them
 * @param foreign services that belong to somebody else and are left alone
 * @param nextLookNanos when to decide anew although nothing happened: a drain or a slow start is
 *     under way
 * @param recall for the next decision: what goes on as it was is not decided again, and takes no
 *     new memory
 */
record Goal(
    Map<ServiceKey, WantedService> services,
    List<ServiceDecision> decisions,
    Set<ServiceKey> removable,
    Set<ServiceKey> foreign,
    Memory memory,
    OptionalLong nextLookNanos,
    Recall recall) {
  static final Goal NONE =
      new Goal(
          Map.of(), List.of(), Set.of(), Set.of(), Memory.NONE, OptionalLong.empty(), Recall.NONE);
}
