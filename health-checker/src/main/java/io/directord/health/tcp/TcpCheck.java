package io.directord.health.tcp;

import io.directord.health.Check;
import io.directord.health.Endpoint;
import io.directord.health.Probe;
import java.util.List;

/** A connection is accepted, and what is said over it is answered as expected. */
public record TcpCheck(List<Step> steps) implements Check.Probed {
  public TcpCheck {
    steps = List.copyOf(steps);
    requireFew(steps);
  }

  /** Nothing is said. */
  public TcpCheck() {
    this(List.of());
  }

  @Override
  public String type() {
    return "tcp";
  }

  @Override
  public Probe probe(Endpoint endpoint) {
    return steps.isEmpty() && ConnectProbe.suffices(endpoint)
        ? new ConnectProbe(endpoint.address())
        : new TcpProbe(endpoint, steps);
  }

  static void requireFew(List<Step> steps) {
    if (steps.size() > Step.STEPS_MAX) {
      throw new IllegalArgumentException(
          "steps must be at most " + Step.STEPS_MAX + ", found " + steps.size());
    }
  }
}
