package io.directord.health.mail;

import io.directord.health.Endpoint;
import io.directord.health.Endpoint.ProxyHeader;
import io.directord.health.Route;
import io.directord.health.TestCertificates;
import io.directord.health.Tls;
import io.directord.health.Tls.Begin;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Endpoints whose certificate the test authority must have signed. */
final class Secured {
  private Secured() {}

  static Endpoint at(InetSocketAddress address, Begin begin) {
    Tls tls =
        new Tls(
            begin,
            true,
            Optional.of(TestCertificates.chain("ca")),
            Optional.of("good.test"),
            List.of(),
            Optional.empty(),
            0,
            0,
            Set.of());
    return new Endpoint(address, Route.ANY, ProxyHeader.NONE, Optional.of(tls));
  }
}
