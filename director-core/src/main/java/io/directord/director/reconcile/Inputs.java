package io.directord.director.reconcile;

import io.directord.director.config.DirectorConfig;
import java.util.Map;

/**
 * What is wanted, apart from the kernel's side.
 *
 * @param overrides by {@code SERVICE/SERVER}
 */
public record Inputs(
    DirectorConfig config, HealthView health, Map<String, OperatorOverride> overrides) {
  public Inputs {
    overrides = Map.copyOf(overrides);
  }
}
