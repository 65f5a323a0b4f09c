package io.directord.health.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.directord.health.Check;
import io.directord.health.Endpoint;
import io.directord.health.OneProbe;
import io.directord.health.Password;
import io.directord.health.ProbeOutcome;
import io.directord.health.Route;
import io.directord.health.TestCertificates;
import io.directord.health.TestLoop;
import io.directord.health.Tls;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/** What one probe came to, in one line: {@code UP evidence}, or {@code STATUS evidence}. */
final class Asked {
  private Asked() {}

  static String of(TestLoop loops, InetSocketAddress address, Check.Probed check) {
    return text(OneProbe.run(loops.loop(), address, check));
  }

  /** In clear first, then over TLS, with the test authority's certificates. */
  static String startingTls(TestLoop loops, InetSocketAddress address, Check.Probed check) {
    Tls base = Tls.DEFAULT;
    Tls tls =
        new Tls(
            Tls.Begin.STARTTLS,
            true,
            Optional.of(TestCertificates.chain("ca")),
            base.serverName(),
            base.protocols(),
            base.client(),
            base.warnDays(),
            base.failDays(),
            base.fingerprints());
    Endpoint endpoint =
        new Endpoint(address, Route.ANY, Endpoint.ProxyHeader.NONE, Optional.of(tls));
    return text(OneProbe.run(loops.loop(), endpoint, check, 20_000));
  }

  /** Of a server that does not answer. */
  static String briefly(TestLoop loops, InetSocketAddress address, Check.Probed check) {
    return text(OneProbe.run(loops.loop(), address, check, 300));
  }

  static InetSocketAddress local(int port) {
    return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
  }

  static Credentials user(String name) {
    return new Credentials(name, Optional.empty());
  }

  static Credentials user(String name, String password) {
    return new Credentials(name, Optional.of(Password.known(password.getBytes(UTF_8))));
  }

  private static String text(ProbeOutcome outcome) {
    return switch (outcome) {
      case ProbeOutcome.Success success -> "UP " + success.evidence();
      case ProbeOutcome.Failure failure -> failure.kind() + " " + failure.evidence();
    };
  }
}
