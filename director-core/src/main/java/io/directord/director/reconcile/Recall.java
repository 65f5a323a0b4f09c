package io.directord.director.reconcile;

import io.directord.director.config.VirtualService;
import io.directord.kernel.ipvs.ServiceKey;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was decided last, and on what grounds: the same grounds lead to the same decision, which
 * need not be made again. Of thousands of services few change at a time.
 *
 * @param overrides by {@code SERVICE/SERVER}
 * @param services by name
 */
record Recall(Map<String, OperatorOverride> overrides, Map<String, Kept> services) {
  static final Recall NONE = new Recall(Map.of(), Map.of());

  /**
   * All that the decision on a service is made of, but for the operator's overrides.
   *
   * @param mark {@link HealthView#mark}; absent where the decision is made of more, such as the
   *     time
   * @param quorumHeld before this decision
   * @param panicking before this decision
   */
  record Grounds(
      VirtualService service,
      @Nullable Object mark,
      Optional<Boolean> quorumHeld,
      boolean panicking) {

    @SuppressWarnings("ReferenceEquality") // marks mean themselves; equal services only cost
    boolean are(Grounds others) {
      return mark != null
          && mark == others.mark
          && service == others.service
          && panicking == others.panicking
          && quorumHeld.equals(others.quorumHeld);
    }
  }

  /**
   * One service.
   *
   * @param places where it stands in the kernel, for each of its addresses
   */
  record Kept(Grounds grounds, ServiceDecision decision, Map<ServiceKey, Placed> places) {}

  /**
   * One address of a service.
   *
   * @param ofDecision made of the decision alone, and not of what the kernel had or of the time
   */
  record Placed(WantedService wanted, boolean ofDecision) {}
}
