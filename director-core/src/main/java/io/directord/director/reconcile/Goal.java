package io.directord.director.reconcile;

import io.directord.kernel.ipvs.ServiceKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel should hold now.
 *
 * @param removable services that may be deleted once nobody wants them
 * @param foreign services that belong to somebody else and are left alone
 * @param nextLookNanos when to decide anew although nothing happened: a drain or a slow start is
 *     under way
 */
record Goal(
    Map<ServiceKey, WantedService> services,
    List<ServiceDecision> decisions,
    Set<ServiceKey> removable,
    Set<ServiceKey> foreign,
    Memory memory,
    OptionalLong nextLookNanos) {
  static final Goal NONE =
      new Goal(Map.of(), List.of(), Set.of(), Set.of(), Memory.NONE, OptionalLong.empty());

  /**
   * The same goal, made of the parts of an earlier one where they are equal: what goes on as it was
   * takes no new memory, however often it is decided.
   */
  Goal sharing(Goal before) {
    if (before.services.isEmpty()) {
      return this;
    }
    Map<ServiceKey, WantedService> same = new LinkedHashMap<>(services);
    same.replaceAll((key, own) -> either(own, before.services.get(key)));
    List<ServiceDecision> alike = decisions;
    if (decisions.size() == before.decisions.size()) {
      alike = new ArrayList<>(decisions.size());
      for (int i = 0; i < decisions.size(); i++) {
        alike.add(either(decisions.get(i), before.decisions.get(i)));
      }
    }
    Memory known = either(memory, before.memory);
    return new Goal(same, alike, removable, foreign, known, nextLookNanos);
  }

  private static <T> T either(T own, @Nullable T earlier) {
    return earlier != null && own.equals(earlier) ? earlier : own;
  }
}
