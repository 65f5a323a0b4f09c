package io.directord.health.raw;

import io.directord.health.Check;
import io.directord.health.Endpoint;
import io.directord.health.Probe;

/** A server's kernel is ready to accept a connection, which is never made. */
public record SynCheck() implements Check.Probed {
  @Override
  public String type() {
    return "syn";
  }

  @Override
  public Probe probe(Endpoint endpoint) {
    return new SynProbe(endpoint.address());
  }
}
