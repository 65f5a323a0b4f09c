package io.directord.health.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.health.Endpoint;
import io.directord.health.FailureKind;
import io.directord.health.OneProbe;
import io.directord.health.ProbeOutcome;
import io.directord.health.Program;
import io.directord.health.Route;
import io.directord.health.TestCertificates;
import io.directord.health.TestLoop;
import io.directord.health.Tls;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS as OpenSSL speaks it. */
final class TlsIT {
  private static final Tls TRUSTING = tls(Optional.empty(), Optional.empty());

  private static TestLoop loops;

  @TempDir private Path directory;

  private final InetSocketAddress address =
      new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), Program.freePort());

  @BeforeAll
  static void start() {
    Program.require("openssl", "openssl");
    loops = new TestLoop();
  }

  @AfterAll
  static void stop() {
    if (loops != null) {
      loops.close();
    }
  }

  @Test
  void aGoodServerIsUpUntilItFreezesOrEnds() {
    try (Program server = serve("good")) {
      assertUp("TLS 1.3", TRUSTING);
      server.freeze();
      ProbeOutcome frozen = probe(TRUSTING, OneProbe.HANG_MILLIS);
      assertDown(
          FailureKind.TIMEOUT,
          "no answer within 150ms (connected, waiting for the TLS handshake)",
          frozen);
      server.thaw();
      assertUp("TLS 1.3", TRUSTING);
    }
    assertDown(FailureKind.REFUSED, "connection refused", probe(TRUSTING, 20_000));
  }

  @Test
  void olderVersionsAreSpokenOrRefused() {
    try (Program _ = serve("good", "-tls1_2")) {
      assertUp("TLS 1.2", TRUSTING);
    }
  }

  @Test
  void whatIsWrongWithACertificateIsTold() {
    try (Program _ = serve("expired")) {
      ProbeOutcome outcome = probe(TRUSTING, 20_000);
      assertTrue(outcome.evidence().startsWith("certificate expired on "), outcome.evidence());
    }
    try (Program _ = serve("alone")) {
      assertDown(
          FailureKind.TLS,
          "certificate is signed by itself, and by no authority",
          probe(TRUSTING, 20_000));
    }
  }

  @Test
  void anotherNameIsTold() {
    try (Program _ = serve("good")) {
      assertDown(
          FailureKind.TLS,
          "certificate is for \"good.test\", \"*.wild.test\", \"127.0.0.1\" and 1 more, not for"
              + " \"other.test\"",
          probe(tls(Optional.of("other.test"), Optional.empty()), 20_000));
    }
  }

  @Test
  void aServerThatWantsACertificateGetsOurs() {
    String[] wants = {"-Verify", "1", "-CAfile", TestCertificates.chain("ca").toString()};
    Tls.ClientCertificate ours =
        new Tls.ClientCertificate(TestCertificates.chain("client"), TestCertificates.key("client"));
    try (Program _ = serve("good", wants)) {
      assertUp("TLS 1.3", tls(Optional.empty(), Optional.of(ours)));
      assertDown(
          FailureKind.TLS, "the server wants a certificate of ours", probe(TRUSTING, 20_000));
    }
  }

  private Program serve(String certificate, String... more) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "openssl",
                "s_server",
                "-accept",
                "127.0.0.1:" + address.getPort(),
                "-cert",
                TestCertificates.chain(certificate).toString(),
                "-key",
                TestCertificates.key(certificate).toString(),
                "-quiet",
                "-rev"));
    command.addAll(List.of(more));
    return Program.start(directory, command.toArray(String[]::new)).awaitTcp(address);
  }

  private ProbeOutcome probe(Tls tls, int timeoutMillis) {
    Endpoint endpoint =
        new Endpoint(address, Route.ANY, Endpoint.ProxyHeader.NONE, Optional.of(tls));
    return OneProbe.run(loops.loop(), endpoint, new TlsCheck(), timeoutMillis);
  }

  private void assertUp(String evidence, Tls tls) {
    ProbeOutcome outcome = probe(tls, 20_000);
    assertEquals(evidence, outcome.evidence());
    assertInstanceOf(ProbeOutcome.Success.class, outcome);
  }

  private static void assertDown(FailureKind kind, String evidence, ProbeOutcome outcome) {
    assertEquals(evidence, outcome.evidence());
    assertEquals(kind, assertInstanceOf(ProbeOutcome.Failure.class, outcome).kind());
  }

  private static Tls tls(Optional<String> name, Optional<Tls.ClientCertificate> client) {
    return new Tls(
        Tls.Begin.AT_ONCE,
        true,
        Optional.of(TestCertificates.chain("ca")),
        name,
        List.of(),
        client,
        0,
        0,
        Set.of());
  }
}
