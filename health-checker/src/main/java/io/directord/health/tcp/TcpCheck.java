package io.directord.health.tcp;

import io.directord.health.Check;
import io.directord.health.Endpoint;
import io.directord.health.Probe;

/** A connection is accepted. */
public record TcpCheck() implements Check.Probed {
  @Override
  public String type() {
    return "tcp";
  }

  @Override
  public Probe probe(Endpoint endpoint) {
    return new TcpProbe(endpoint);
  }
}
