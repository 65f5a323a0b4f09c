package io.directord.health.tcp;

import io.directord.health.Check;
import io.directord.health.Endpoint;
import io.directord.health.Probe;
import io.directord.health.Tls;
import java.util.List;
import java.util.Optional;

/** A TLS handshake succeeds, and what is said after it is answered as expected. */
public record TlsCheck(List<Step> steps) implements Check.Probed {
  public TlsCheck {
    steps = List.copyOf(steps);
    TcpCheck.requireFew(steps);
  }

  /** Nothing is said. */
  public TlsCheck() {
    this(List.of());
  }

  @Override
  public String type() {
    return "tls";
  }

  @Override
  public Probe probe(Endpoint endpoint) {
    Optional<Tls> tls = Optional.of(endpoint.tls().orElse(Tls.DEFAULT));
    return new TcpProbe(
        new Endpoint(endpoint.address(), endpoint.route(), endpoint.proxy(), tls), steps);
  }
}
