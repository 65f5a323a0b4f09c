package io.directord.director.reconcile;

import io.directord.director.config.RealServer;
import io.directord.director.config.VirtualService;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the checks say, and which servers take others' packets by ARP. Pure.
 *
 * @param troubles by {@code SERVICE/SERVER}
 */
public record Troubled(HealthView checks, Map<String, String> troubles) implements HealthView {
  public Troubled {
    troubles = Map.copyOf(troubles);
  }

  @Override
  public Opinion of(VirtualService service, RealServer server) {
    return checks.of(service, server);
  }

  @Override
  public @Nullable Object mark(VirtualService service) {
    return troubles.isEmpty() ? checks.mark(service) : null;
  }

  @Override
  public Optional<String> trouble(VirtualService service, RealServer server) {
    return Optional.ofNullable(troubles.get(service.name() + "/" + server.name()));
  }
}
