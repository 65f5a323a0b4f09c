package io.directord.health.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.health.Endpoint;
import io.directord.health.Eventually;
import io.directord.health.FailureKind;
import io.directord.health.OneProbe;
import io.directord.health.ProbeOutcome;
import io.directord.health.Route;
import io.directord.health.TestCertificates;
import io.directord.health.TestLoop;
import io.directord.health.TestServer;
import io.directord.health.Tls;
import io.directord.health.TlsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Conversations over TLS, with servers whose certificates are as they should be, or not. */
final class TlsConversationTest {
  private static final TestServer.Script HELLO =
      client -> {
        client.getOutputStream().write("hello\n".getBytes(US_ASCII));
        TestServer.awaitEnd(client);
      };

  private static TestLoop loops;

  @BeforeAll
  static void start() {
    loops = new TestLoop();
  }

  @AfterAll
  static void stop() {
    loops.close();
  }

  @Test
  void aGoodCertificateIsTrustedForItsAddressAndForItsName() {
    assertUp("heard hello, TLS 1.3", TlsServer.with("good", HELLO), tls());
    assertUp("heard hello, TLS 1.3", TlsServer.with("good", HELLO), named(tls(), "good.test"));
    assertUp("heard hello, TLS 1.3", TlsServer.with("good", HELLO), named(tls(), "a.wild.test"));
  }

  @Test
  void anotherNameFails() {
    assertTls(
        "certificate is for \"good.test\", \"*.wild.test\", \"127.0.0.1\" and 1 more, not for"
            + " \"other.test\"",
        TlsServer.with("good", HELLO),
        named(tls(), "other.test"));
  }

  @Test
  void anExpiredCertificateFails() {
    String said = assertTls(null, TlsServer.with("expired", HELLO), tls());
    assertTrue(said.matches("certificate expired on \\d{4}-\\d\\d-\\d\\d"), said);
  }

  @Test
  void anAuthorityThatIsNotTrustedFails() {
    Tls system = with(tls(), Optional.empty(), true, Set.of());
    assertTls(
        "certificate is signed by an unknown authority, \"CN=Test-Authority\"",
        TlsServer.with("good", HELLO),
        system);
  }

  @Test
  void aCertificateSignedByItselfFailsUnlessItIsTrustedOrPinned() {
    TestServer.Script alone = TlsServer.with("alone", HELLO);
    assertTls("certificate is signed by itself, and by no authority", alone, tls());
    Tls trusted = with(tls(), Optional.of(TestCertificates.chain("alone")), true, Set.of());
    assertUp("heard hello, TLS 1.3", alone, trusted);
    Set<String> pin = Set.of(TestCertificates.fingerprint("alone"));
    assertUp("heard hello, TLS 1.3", alone, with(tls(), Optional.empty(), false, pin));
  }

  @Test
  void anotherFingerprintFails() {
    Set<String> pin = Set.of(TestCertificates.fingerprint("alone"));
    assertTls(
        "certificate has the fingerprint "
            + TestCertificates.fingerprint("good")
            + ", which is not expected",
        TlsServer.with("good", HELLO),
        with(tls(), tls().authorities(), true, pin));
  }

  @Test
  void verificationThatIsSwitchedOffTakesEverything() {
    Tls off = with(tls(), Optional.empty(), false, Set.of());
    assertUp("heard hello, TLS 1.3", TlsServer.with("expired", HELLO), named(off, "other.test"));
  }

  @Test
  void theDaysThatAreLeftAreToldOrFail() {
    TestServer.Script good = TlsServer.with("good", HELLO);
    assertUp("heard hello, TLS 1.3 (certificate ends in 19 days)", good, days(21, 0));
    assertUp("heard hello, TLS 1.3", good, days(19, 0));
    assertTls("certificate ends in 19 days, and must last 21 days", good, days(0, 21));
  }

  @Test
  void aServerThatDoesNotSpeakTlsFails() {
    assertTls(
        "not TLS: \"HTTP/1.1 400 Bad Request..\"",
        client -> {
          client.getInputStream().read();
          client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n".getBytes(US_ASCII));
          TestServer.awaitEnd(client);
        },
        tls());
    assertTls(
        "not TLS: \"220 ready..\"",
        client -> {
          client.getOutputStream().write("220 ready\r\n".getBytes(US_ASCII));
          TestServer.awaitEnd(client);
        },
        tls());
  }

  @Test
  void noCommonProtocolFails() {
    TestServer.Script http = TlsServer.with("good", alpn("http/1.1"), HELLO);
    assertUp("heard hello, TLS 1.3, http/1.1", http, protocols("h2", "http/1.1"));
    assertTls("no common protocol: the server knows none of those offered", http, protocols("h2"));
    assertTls(
        "no common protocol: offered h2, the server chose none",
        TlsServer.with("good", HELLO),
        protocols("h2"));
  }

  @Test
  void anOlderVersionIsToldApart() {
    TestServer.Script old =
        TlsServer.with("good", s -> s.setEnabledProtocols(new String[] {"TLSv1.2"}), HELLO);
    assertUp("heard hello, TLS 1.2", old, tls());
  }

  @Test
  void aServerThatWantsACertificateGetsOurs() {
    TestServer.Script strict =
        TlsServer.with("good", socket -> socket.setNeedClientAuth(true), HELLO);
    String said = assertTls(null, strict, tls());
    assertEquals("the server wants a certificate of ours", said);
    Tls shown =
        new Tls(
            Tls.Begin.AT_ONCE,
            true,
            tls().authorities(),
            Optional.empty(),
            List.of(),
            Optional.of(
                new Tls.ClientCertificate(
                    TestCertificates.chain("client"), TestCertificates.key("client"))),
            0,
            0,
            Set.of());
    assertUp("heard hello, TLS 1.3", strict, shown);
  }

  @Test
  void aFileThatIsNotThereIsOurOwnTrouble(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("authorities.pem");
    Tls tls = with(tls(), Optional.of(file), true, Set.of());
    assertFailure(
        FailureKind.LOCAL,
        "not probed: " + file + " does not exist",
        TlsServer.with("good", HELLO),
        tls);
    Path other = Files.writeString(directory.resolve("other.pem"), "nothing");
    assertFailure(
        FailureKind.LOCAL,
        "not probed: cannot use " + other + ": it holds no certificate in PEM",
        TlsServer.with("good", HELLO),
        with(tls(), Optional.of(other), true, Set.of()));
  }

  @Test
  void theNameIsSentAndAnAddressIsNot() {
    AtomicReference<String> asked = new AtomicReference<>("");
    TestServer.Script noting = TlsServer.with("good", noting(asked));
    assertUp("heard hello, TLS 1.3", noting, named(tls(), "good.test"));
    assertEquals("[type=host_name (0), value=good.test]", asked.get());
    assertUp("heard hello, TLS 1.3", noting, tls());
    assertEquals("[]", asked.get());
  }

  private static TestServer.Script noting(AtomicReference<String> asked) {
    return client -> {
      var session = (ExtendedSSLSession) ((SSLSocket) client).getSession();
      asked.set(session.getRequestedServerNames().toString());
      HELLO.serve(client);
    };
  }

  @Test
  void everyHandshakeIsAFullOne() throws IOException {
    // With a resumed session, the second certificate would not be seen.
    SSLContext first = TestCertificates.server("good");
    SSLContext second = TestCertificates.server("alone");
    AtomicReference<SSLContext> shown = new AtomicReference<>(first);
    try (TestServer server =
        TestServer.start(client -> HELLO.serve(TlsServer.secure(shown.get(), client, _ -> {})))) {
      assertInstanceOf(ProbeOutcome.Success.class, run(server, tls()));
      assertInstanceOf(ProbeOutcome.Success.class, run(server, tls()));
      shown.set(second);
      assertInstanceOf(ProbeOutcome.Failure.class, run(server, tls()));
    }
  }

  @Test
  void startTlsBeginsInTheMidst() {
    SSLContext context = TestCertificates.server("good");
    TestServer.Script script =
        client -> {
          client.getOutputStream().write("go\n".getBytes(US_ASCII));
          HELLO.serve(TlsServer.secure(context, client, _ -> {}));
        };
    assertUp("heard hello, TLS 1.3", script, begin(Tls.Begin.STARTTLS));
    assertFailure(
        FailureKind.PROTOCOL,
        "the server sends more in clear than its agreement to TLS: \"250 injected..\"",
        client -> {
          client.getOutputStream().write("go\n250 injected\r\n".getBytes(US_ASCII));
          TestServer.awaitEnd(client);
        },
        begin(Tls.Begin.STARTTLS));
  }

  @Test
  void aServerThatIsSilentOrGoesAwayIsToldApart() {
    assertFailure(
        FailureKind.CLOSED,
        "connection closed (connected, waiting for the TLS handshake)",
        client -> client.getInputStream().read(),
        tls());
    try (TestServer server = TestServer.start(TestServer::awaitEnd)) {
      ProbeOutcome outcome =
          OneProbe.run(
              loops.loop(), endpoint(server, tls()), new ListenCheck(), OneProbe.HANG_MILLIS);
      assertTrue(outcome.evidence().endsWith("(connected, waiting for the TLS handshake)"));
      Eventually.until(() -> server.open() == 0, server::open);
    }
  }

  private static ProbeOutcome run(TestServer server, Tls tls) {
    ProbeOutcome outcome =
        OneProbe.run(loops.loop(), endpoint(server, tls), new ListenCheck(), 20_000);
    Eventually.until(() -> server.open() == 0, server::open);
    return outcome;
  }

  private static void assertUp(String evidence, TestServer.Script script, Tls tls) {
    try (TestServer server = TestServer.start(script)) {
      ProbeOutcome outcome = run(server, tls);
      assertEquals(evidence, outcome.evidence());
      assertInstanceOf(ProbeOutcome.Success.class, outcome);
    }
  }

  private static String assertTls(@Nullable String evidence, TestServer.Script script, Tls tls) {
    return assertFailure(FailureKind.TLS, evidence, script, tls);
  }

  private static String assertFailure(
      FailureKind kind, @Nullable String evidence, TestServer.Script script, Tls tls) {
    try (TestServer server = TestServer.start(script)) {
      ProbeOutcome outcome = run(server, tls);
      if (evidence != null) {
        assertEquals(evidence, outcome.evidence());
      }
      var failure = assertInstanceOf(ProbeOutcome.Failure.class, outcome, outcome.toString());
      assertEquals(kind, failure.kind(), outcome.toString());
      return outcome.evidence();
    }
  }

  private static Endpoint endpoint(TestServer server, Tls tls) {
    InetSocketAddress address = server.address();
    return new Endpoint(address, Route.ANY, Endpoint.ProxyHeader.NONE, Optional.of(tls));
  }

  private static Consumer<SSLSocket> alpn(String protocol) {
    return socket -> {
      var parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {protocol});
      socket.setSSLParameters(parameters);
    };
  }

  private static Tls tls() {
    return with(Tls.DEFAULT, Optional.of(TestCertificates.chain("ca")), true, Set.of());
  }

  private static Tls with(
      Tls base, Optional<Path> authorities, boolean verify, Set<String> fingerprints) {
    return new Tls(
        base.begin(),
        verify,
        authorities,
        base.serverName(),
        base.protocols(),
        base.client(),
        base.warnDays(),
        base.failDays(),
        fingerprints);
  }

  private static Tls named(Tls base, String name) {
    return copy(base, base.begin(), Optional.of(name), List.of(), 0, 0);
  }

  private static Tls days(int warn, int fail) {
    return copy(tls(), Tls.Begin.AT_ONCE, Optional.empty(), List.of(), warn, fail);
  }

  private static Tls protocols(String... protocols) {
    return copy(tls(), Tls.Begin.AT_ONCE, Optional.empty(), List.of(protocols), 0, 0);
  }

  private static Tls begin(Tls.Begin begin) {
    return copy(tls(), begin, Optional.empty(), List.of(), 0, 0);
  }

  private static Tls copy(
      Tls base,
      Tls.Begin begin,
      Optional<String> name,
      List<String> protocols,
      int warn,
      int fail) {
    return new Tls(
        begin,
        base.verify(),
        base.authorities(),
        name,
        protocols,
        base.client(),
        warn,
        fail,
        base.fingerprints());
  }
}
