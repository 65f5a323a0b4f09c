package io.directord.director.reconcile;

import io.directord.director.config.VirtualService;
import java.util.Optional;

/** Whether enough servers are up for a service to count as up, with hysteresis. Pure. */
final class Quorum {
  private Quorum() {}

  /**
   * Empty while it cannot be said yet.
   *
   * @param before what held after the last decision
   */
  static Optional<Boolean> held(
      VirtualService service, int up, int undecided, Optional<Boolean> before) {
    int toLose = service.quorum() - (before.orElse(false) ? service.hysteresis() : 0);
    int toHold =
        before.isPresent() && !before.get()
            ? service.quorum() + service.hysteresis()
            : Math.max(1, toLose);
    if (up >= toHold) {
      return Optional.of(true);
    }
    return up + undecided >= toHold ? before : Optional.of(false);
  }
}
