package io.directord.director.reconcile;

import io.directord.director.config.RealServer;
import io.directord.director.config.VirtualService;

/** What is known of the servers' health at the moment of a decision. */
@FunctionalInterface
public interface HealthView {
  Opinion of(VirtualService service, RealServer server);
}
