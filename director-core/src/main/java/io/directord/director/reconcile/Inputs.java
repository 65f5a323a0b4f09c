package io.directord.director.reconcile;

import io.directord.director.config.DirectorConfig;
import java.util.Map;

/**
 * What is wanted, apart from the kernel's side.
 *
 * @param overrides by {@code SERVICE/SERVER}
 * @param active whether all virtual routers of this node are Active; so is one that has none
 */
public record Inputs(
    DirectorConfig config,
    HealthView health,
    Map<String, OperatorOverride> overrides,
    boolean active) {
  public Inputs {
    overrides = Map.copyOf(overrides);
  }

  /** Of a node that has no virtual routers. */
  public Inputs(DirectorConfig config, HealthView health, Map<String, OperatorOverride> overrides) {
    this(config, health, overrides, true);
  }
}
