package io.directord.health.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.health.Endpoint;
import io.directord.health.FailureKind;
import io.directord.health.OneProbe;
import io.directord.health.ProbeOutcome;
import io.directord.health.Program;
import io.directord.health.Route;
import io.directord.health.Sockets;
import io.directord.health.TestCertificates;
import io.directord.health.TestLoop;
import io.directord.health.Tls;
import io.directord.health.UdpServer;
import io.directord.health.http.HttpCheck.Version;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTP/3 against gtlsserver, which is ngtcp2's. */
final class Http3IT {
  private static final int PATIENCE_MILLIS = 20_000;

  @TempDir static Path directory;

  private static final TestLoop loops = new TestLoop();
  private static final EventLoop loop = loops.loop();
  private static final Map<String, Program> servers = new HashMap<>();
  private static final Map<String, Integer> ports = new HashMap<>();

  @BeforeAll
  static void start() throws IOException {
    Program.require("gtlsserver", "ngtcp2-server");
    Files.writeString(directory.resolve("page"), "all is well");
    Files.writeString(directory.resolve("large"), "x".repeat(3_000_000));
    serve("good", "good");
    serve("expired", "expired");
    serve("alone", "alone");
    serve("retry", "good", "-V");
    serve("trailers", "good", "--send-trailers");
    serve("asking", "good", "--verify-client");
  }

  private static void serve(String name, String certificate, String... options) {
    int port = Program.freePort();
    List<String> command = new ArrayList<>(List.of("gtlsserver", "-q"));
    command.addAll(List.of(options));
    command.addAll(
        List.of(
            "-d",
            directory.toString(),
            "127.0.0.1",
            Integer.toString(port),
            TestCertificates.key(certificate).toString(),
            TestCertificates.chain(certificate).toString()));
    ports.put(name, port);
    Program server = Program.start(directory, command.toArray(String[]::new));
    servers.put(name, server);
    server.await(
        "answers at " + port,
        () ->
            !(run(name, unverified(), page(), PATIENCE_MILLIS)
                    instanceof ProbeOutcome.Failure failure)
                || failure.kind() != FailureKind.REFUSED);
  }

  @AfterAll
  static void stop() {
    servers.values().forEach(Program::close);
    loops.close();
  }

  @Test
  void aHealthyServerIsUp() {
    assertEquals(ok("HTTP 200"), run("good", get("/page"), HttpExpectation.DEFAULT));
    assertEquals(ok("HTTP 200"), run("good", get("/page"), HttpChecks.expecting("regex:^all is")));
    assertEquals(ok("HTTP 200"), run("good", get("/large"), wide()));
    HttpRequest head = new HttpRequest("HEAD", "/large", "", Map.of(), Optional.empty(), "");
    assertEquals(ok("HTTP 200"), run("good", head, HttpExpectation.DEFAULT));
    HttpRequest post = new HttpRequest("POST", "/page", "www", Map.of(), Optional.empty(), "a=b");
    assertEquals(ok("HTTP 200"), run("good", post, HttpChecks.expecting("well")));
  }

  @Test
  void theWrongAnswerIsTold() {
    assertEquals(
        bad(FailureKind.STATUS, "HTTP 404, expected 200-399"),
        run("good", get("/absent"), HttpExpectation.DEFAULT));
    assertEquals(
        bad(FailureKind.BODY, "HTTP 200, the body does not hold \"fine\""),
        run("good", get("/page"), HttpChecks.expecting("fine")));
    assertEquals(
        bad(FailureKind.BODY, "HTTP 200, a body of more than 1000 bytes (body-limit)"),
        run("good", get("/large"), HttpChecks.expecting("x")));
  }

  @Test
  void aServerThatAsksAgainForTheAddressIsUp() {
    assertEquals(ok("HTTP 200"), run("retry", get("/page"), HttpChecks.expecting("well")));
  }

  @Test
  void trailersEndTheAnswer() {
    assertEquals(ok("HTTP 200"), run("trailers", get("/page"), HttpChecks.expecting("well")));
  }

  @Test
  void aServerThatWantsACertificateGetsOurs() {
    assertEquals(
        bad(FailureKind.TLS, "the server wants a certificate of ours"),
        run("asking", get("/page"), HttpExpectation.DEFAULT));
    Tls ours =
        new Tls(
            Tls.Begin.AT_ONCE,
            true,
            Optional.of(TestCertificates.chain("ca")),
            Optional.empty(),
            List.of(),
            Optional.of(
                new Tls.ClientCertificate(
                    TestCertificates.chain("client"), TestCertificates.key("client"))),
            0,
            0,
            Set.of());
    assertEquals(ok("HTTP 200"), run("asking", ours, page(), PATIENCE_MILLIS));
  }

  @Test
  void aCertificateThatIsNotAsItShouldBeIsToldAsOverTcp() {
    assertEquals(
        bad(
            FailureKind.TLS,
            "certificate is for \"good.test\", \"*.wild.test\", \"127.0.0.1\" and 1 more, not for"
                + " \"other.test\""),
        run("good", trusting("ca", "other.test", Set.of()), page(), PATIENCE_MILLIS));
    assertEquals(
        bad(FailureKind.TLS, "certificate is signed by itself, and by no authority"),
        run("alone", trusting("ca", "good.test", Set.of()), page(), PATIENCE_MILLIS));
    ProbeOutcome.Failure unknown = failure(run("good", Tls.DEFAULT, page(), PATIENCE_MILLIS));
    assertEquals(FailureKind.TLS, unknown.kind());
    assertEquals(
        "certificate is signed by an unknown authority, \"CN=Test-Authority\"", unknown.evidence());
    ProbeOutcome.Failure expired =
        failure(run("expired", trusting("ca", "good.test", Set.of()), page(), PATIENCE_MILLIS));
    assertEquals(FailureKind.TLS, expired.kind());
    assertTrue(
        expired.evidence().matches("certificate expired on \\d{4}-\\d\\d-\\d\\d"),
        expired.evidence());
  }

  @Test
  void aFingerprintIsComparedEachTime() {
    Set<String> good = Set.of(TestCertificates.fingerprint("good"));
    Set<String> other = Set.of(TestCertificates.fingerprint("client"));
    for (int n = 0; n < 3; n++) {
      assertEquals(
          ok("HTTP 200"), run("good", trusting("ca", "good.test", good), page(), PATIENCE_MILLIS));
      ProbeOutcome.Failure failure =
          failure(run("good", trusting("ca", "good.test", other), page(), PATIENCE_MILLIS));
      assertEquals(FailureKind.TLS, failure.kind());
    }
  }

  @Test
  void nobodyThereIsRefused() {
    Endpoint endpoint = Endpoint.plain(UdpServer.nobody());
    assertEquals(
        bad(FailureKind.REFUSED, "nobody listens there (ICMP: port unreachable)"),
        OneProbe.run(loop, endpoint, HttpCheck.plain(Version.HTTP3), PATIENCE_MILLIS));
  }

  @Test
  void aFrozenServerEndsAtTheDeadline() {
    Program good = Objects.requireNonNull(servers.get("good"));
    good.freeze();
    try {
      ProbeOutcome.Failure frozen =
          failure(run("good", unverified(), page(), OneProbe.HANG_MILLIS));
      assertEquals(FailureKind.TIMEOUT, frozen.kind());
      assertEquals("no answer within 150ms (waiting for the QUIC handshake)", frozen.evidence());
    } finally {
      good.thaw();
    }
  }

  @Test
  void nothingIsLeftBehind() {
    run("good", unverified(), page(), PATIENCE_MILLIS);
    long before = Sockets.open();
    for (int n = 0; n < 50; n++) {
      assertEquals(ok("HTTP 200"), run("good", unverified(), page(), PATIENCE_MILLIS));
    }
    assertEquals(before, Sockets.open());
  }

  private static HttpCheck page() {
    return new HttpCheck(Version.HTTP3, get("/page"), HttpExpectation.DEFAULT);
  }

  private static HttpRequest get(String path) {
    return new HttpRequest("GET", path, "", Map.of(), Optional.empty(), "");
  }

  private static HttpExpectation wide() {
    return HttpChecks.expecting(
        Map.of(), Optional.of(ExpectedText.of("regex:x$")), Optional.empty(), 4_000_000);
  }

  private static ProbeOutcome run(String server, HttpRequest request, HttpExpectation expected) {
    HttpCheck check = new HttpCheck(Version.HTTP3, request, expected);
    return run(server, trusting("ca", "good.test", Set.of()), check, PATIENCE_MILLIS);
  }

  private static ProbeOutcome run(String server, Tls tls, HttpCheck check, int timeoutMillis) {
    InetSocketAddress address =
        new InetSocketAddress(
            InetAddress.ofLiteral("127.0.0.1"), Objects.requireNonNull(ports.get(server)));
    Endpoint endpoint =
        new Endpoint(address, Route.ANY, Endpoint.ProxyHeader.NONE, Optional.of(tls));
    return OneProbe.run(loop, endpoint, check, timeoutMillis);
  }

  private static Tls trusting(String authority, String name, Set<String> fingerprints) {
    return new Tls(
        Tls.Begin.AT_ONCE,
        true,
        Optional.of(TestCertificates.chain(authority)),
        Optional.of(name),
        List.of(),
        Optional.empty(),
        0,
        0,
        fingerprints);
  }

  private static Tls unverified() {
    return new Tls(
        Tls.Begin.AT_ONCE,
        false,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        0,
        0,
        Set.of());
  }

  private static ProbeOutcome.Failure failure(ProbeOutcome outcome) {
    return assertInstanceOf(ProbeOutcome.Failure.class, outcome);
  }

  private static ProbeOutcome ok(String what) {
    return new ProbeOutcome.Success(0, what);
  }

  private static ProbeOutcome bad(FailureKind kind, String evidence) {
    return new ProbeOutcome.Failure(kind, 0, evidence);
  }
}
