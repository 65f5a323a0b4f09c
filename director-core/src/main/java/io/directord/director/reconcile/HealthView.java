package io.directord.director.reconcile;

import io.directord.director.config.RealServer;
import io.directord.director.config.VirtualService;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is known of the servers' health at the moment of a decision. */
@FunctionalInterface
public interface HealthView {
  Opinion of(VirtualService service, RealServer server);

  /**
   * The same object as long as nothing else is known of any server of this service; absent where
   * that cannot be said.
   */
  default @Nullable Object mark(VirtualService service) {
    return null;
  }

  /** Why it should not serve while others can, whatever its checks say. */
  default Optional<String> trouble(VirtualService service, RealServer server) {
    return Optional.empty();
  }
}
