package io.directord.health.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.health.Advice;
import io.directord.health.Endpoint;
import io.directord.health.FailureKind;
import io.directord.health.OneProbe;
import io.directord.health.ProbeOutcome;
import io.directord.health.Program;
import io.directord.health.Route;
import io.directord.health.TestCertificates;
import io.directord.health.TestLoop;
import io.directord.health.TestServer;
import io.directord.health.Tls;
import io.directord.health.http.HttpCheck.Version;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** HTTP/1.1 and HTTP/2, in clear and encrypted, against nginx. */
final class HttpIT {
  private static final int PORT_1 = Program.freePort();
  private static final int PORT_2 = Program.freePort();
  private static final int PORT_TLS = Program.freePort();

  private static final String SITE =
      """
          location = / { return 200 "all is well\\n"; }
          location = /empty { return 204; }
          location = /moved { return 302 /; }
          location = /broken { return 503 "broken\\n"; }
          location = /weight { add_header X-Weight 75%; return 200 ok; }
          location = /gone { return 404; }
          location = /secret {
            auth_basic monitors; auth_basic_user_file users; root .; try_files /page =500;
          }
          location = /page { root .; gzip on; gzip_min_length 1; gzip_types *; }
          location = /large { root .; }
        }
      """;

  @TempDir static Path directory;

  private static final int PATIENCE_MILLIS = 20_000;
  private static final TestLoop loops = new TestLoop();
  private static final EventLoop loop = loops.loop();
  private static final List<Program> servers = new ArrayList<>();

  @BeforeAll
  static void start() throws IOException {
    Program.require("nginx", "nginx-light");
    Files.writeString(directory.resolve("page"), "<html>all is well</html>");
    Files.writeString(directory.resolve("secret"), "<html>all is well</html>");
    Files.writeString(directory.resolve("large"), "x".repeat(3_000_000));
    Files.writeString(directory.resolve("users"), "ali:{PLAIN}sesame\n");
    Files.writeString(
        directory.resolve("nginx.conf"),
        """
        daemon off; master_process off; pid nginx.pid; error_log stderr;
        events { worker_connections 64; }
        http {
          access_log off; client_body_temp_path t1; proxy_temp_path t2; fastcgi_temp_path t3;
          uwsgi_temp_path t4; scgi_temp_path t5; http2_max_concurrent_streams 8;
          server { listen 127.0.0.1:%1; @
          server { listen 127.0.0.1:%2 http2; @
          server { listen 127.0.0.1:%3 ssl http2; ssl_certificate %c; ssl_certificate_key %k; @
        }
        """
            .replace("%1", Integer.toString(PORT_1))
            .replace("%2", Integer.toString(PORT_2))
            .replace("%3", Integer.toString(PORT_TLS))
            .replace("%c", TestCertificates.chain("good").toString())
            .replace("%k", TestCertificates.key("good").toString())
            .replace("@", SITE));
    String[] command = {"nginx", "-p", directory.toString(), "-c", "nginx.conf", "-e", "stderr"};
    Program nginx = Program.start(directory, command);
    servers.add(nginx);
    nginx.awaitTcp(address(PORT_1)).awaitTcp(address(PORT_2)).awaitTcp(address(PORT_TLS));
  }

  @AfterAll
  static void stop() {
    servers.forEach(Program::close);
    loops.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = Version.class,
      names = {"HTTP", "HTTP2", "H2C"})
  void aHealthyServerIsUp(Version version) {
    assertEquals(ok("HTTP 200"), run(version, get("/"), HttpExpectation.DEFAULT));
    assertEquals(ok("HTTP 200"), run(version, get("/"), HttpChecks.expecting("regex:^all is")));
    assertEquals(ok("HTTP 302"), run(version, get("/moved"), HttpExpectation.DEFAULT));
    assertEquals(ok("HTTP 200"), run(version, get("/large"), wide()));
    HttpRequest head = new HttpRequest("HEAD", "/large", "", Map.of(), Optional.empty(), "");
    assertEquals(ok("HTTP 200"), run(version, head, HttpExpectation.DEFAULT));
    HttpRequest post = new HttpRequest("POST", "/", "www", Map.of(), Optional.empty(), "a=b");
    assertEquals(ok("HTTP 200"), run(version, post, HttpChecks.expecting("well")));
  }

  @ParameterizedTest
  @EnumSource(
      value = Version.class,
      names = {"HTTP", "HTTP2", "H2C"})
  void theWrongAnswerIsTold(Version version) {
    assertEquals(
        bad(FailureKind.STATUS, "HTTP 503, expected 200-399"),
        run(version, get("/broken"), HttpExpectation.DEFAULT));
    assertEquals(
        bad(FailureKind.BODY, "HTTP 200, the body does not hold \"fine\""),
        run(version, get("/"), HttpChecks.expecting("fine")));
    assertEquals(
        bad(FailureKind.BODY, "HTTP 204, the body does not hold \"fine\""),
        run(version, get("/empty"), HttpChecks.expecting("fine")));
    assertEquals(
        bad(FailureKind.BODY, "HTTP 200, a body of more than 1000 bytes (body-limit)"),
        run(version, get("/large"), HttpChecks.expecting("x")));
  }

  @ParameterizedTest
  @EnumSource(
      value = Version.class,
      names = {"HTTP", "HTTP2", "H2C"})
  void onlyTheRightPasswordIsLetIn(Version version) {
    assertEquals(ok("HTTP 200"), run(version, login("sesame"), HttpChecks.expecting("well")));
    ProbeOutcome refused = run(version, login("simsim"), HttpExpectation.DEFAULT);
    assertEquals(bad(FailureKind.STATUS, "HTTP 401, expected 200-399"), refused);
  }

  @ParameterizedTest
  @EnumSource(
      value = Version.class,
      names = {"HTTP", "HTTP2", "H2C"})
  void whatTheServerAdvisesIsHeard(Version version) {
    Advice weight =
        new Advice(
            Optional.of(new Advice.Weight.Percent(75)),
            Optional.of(Advice.Mode.READY),
            OptionalInt.empty());
    assertEquals(
        new ProbeOutcome.Success(0, "HTTP 200", weight),
        run(version, get("/weight"), HttpChecks.advised()));
    assertEquals(
        new ProbeOutcome.Success(
            0, "HTTP 404, asks for maintenance", Advice.mode(Advice.Mode.DRAIN)),
        run(version, get("/gone"), HttpChecks.advised()));
  }

  @ParameterizedTest
  @EnumSource(
      value = Version.class,
      names = {"HTTP", "HTTP2", "H2C"})
  void whatIsCompressedUponRequestIsComparedAsItIs(Version version) {
    HttpRequest gzip =
        new HttpRequest(
            "GET", "/page", "", Map.of("Accept-Encoding", "gzip"), Optional.empty(), "");
    assertEquals(
        bad(FailureKind.BODY, "HTTP 200, the body does not hold \"well\" (it is encoded: gzip)"),
        run(version, gzip, HttpChecks.expecting("well")));
    assertEquals(ok("HTTP 200"), run(version, get("/page"), HttpChecks.expecting("well")));
  }

  @Test
  void http1IsEncryptedJustSo() {
    Endpoint good = encrypted(PORT_TLS, Optional.of(TestCertificates.chain("ca")));
    HttpCheck check = new HttpCheck(Version.HTTP, get("/"), HttpChecks.expecting("well"));
    assertEquals(ok("HTTP 200"), OneProbe.run(loop, good, check, PATIENCE_MILLIS));
  }

  @Test
  void aCertificateThatNobodyVouchesForIsToldOfHttp2Too() {
    HttpCheck check = HttpCheck.plain(Version.HTTP2);
    ProbeOutcome.Failure failure =
        assertInstanceOf(
            ProbeOutcome.Failure.class,
            OneProbe.run(loop, encrypted(PORT_TLS, Optional.empty()), check, PATIENCE_MILLIS));
    assertEquals(FailureKind.TLS, failure.kind(), failure.evidence());
    ProbeOutcome.Failure plain =
        assertInstanceOf(
            ProbeOutcome.Failure.class,
            OneProbe.run(loop, encrypted(PORT_1, Optional.empty()), check, PATIENCE_MILLIS));
    assertEquals(FailureKind.TLS, plain.kind(), plain.evidence());
  }

  @Test
  void aServerOfTheOtherVersionIsTold() {
    ProbeOutcome one = OneProbe.run(loop, address(PORT_1), HttpCheck.plain(Version.H2C));
    assertEquals(bad(FailureKind.PROTOCOL, "the server answers in HTTP/1, not in HTTP/2"), one);
    ProbeOutcome.Failure two =
        assertInstanceOf(
            ProbeOutcome.Failure.class,
            OneProbe.run(loop, address(PORT_2), HttpCheck.plain(Version.HTTP)));
    assertTrue(
        two.kind() == FailureKind.PROTOCOL || two.kind() == FailureKind.CLOSED, two.evidence());
  }

  @ParameterizedTest
  @EnumSource(
      value = Version.class,
      names = {"HTTP", "HTTP2", "H2C"})
  void nobodyThereIsRefused(Version version) {
    assertEquals(
        bad(FailureKind.REFUSED, "connection refused"),
        OneProbe.run(loop, TestServer.nobody(), HttpCheck.plain(version)));
  }

  @ParameterizedTest
  @EnumSource(
      value = Version.class,
      names = {"HTTP", "HTTP2", "H2C"})
  void aFrozenServerEndsAtTheDeadline(Version version) {
    servers.getFirst().freeze();
    try {
      ProbeOutcome.Failure frozen =
          assertInstanceOf(
              ProbeOutcome.Failure.class,
              OneProbe.run(
                  loop, endpoint(version), HttpCheck.plain(version), OneProbe.HANG_MILLIS));
      assertEquals(FailureKind.TIMEOUT, frozen.kind());
      assertTrue(frozen.evidence().startsWith("no answer within "), frozen.evidence());
    } finally {
      servers.getFirst().thaw();
    }
  }

  private static HttpRequest get(String path) {
    return new HttpRequest("GET", path, "", Map.of(), Optional.empty(), "");
  }

  private static HttpRequest login(String password) {
    HttpLogin login = new HttpLogin("ali", HttpChecks.password(password));
    return new HttpRequest("GET", "/secret", "", Map.of(), Optional.of(login), "");
  }

  private static HttpExpectation wide() {
    return HttpChecks.expecting(
        Map.of(), Optional.of(ExpectedText.of("regex:x$")), Optional.empty(), 4_000_000);
  }

  private static ProbeOutcome run(
      Version version, HttpRequest request, HttpExpectation expectation) {
    HttpCheck check = new HttpCheck(version, request, expectation);
    return OneProbe.run(loop, endpoint(version), check, PATIENCE_MILLIS);
  }

  private static Endpoint endpoint(Version version) {
    return version == Version.HTTP2
        ? encrypted(PORT_TLS, Optional.of(TestCertificates.chain("ca")))
        : Endpoint.plain(address(version == Version.HTTP ? PORT_1 : PORT_2));
  }

  private static Endpoint encrypted(int port, Optional<Path> authorities) {
    Tls tls =
        new Tls(
            Tls.Begin.AT_ONCE,
            true,
            authorities,
            Optional.of("good.test"),
            List.of(),
            Optional.empty(),
            0,
            0,
            Set.of());
    return new Endpoint(address(port), Route.ANY, Endpoint.ProxyHeader.NONE, Optional.of(tls));
  }

  private static InetSocketAddress address(int port) {
    return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
  }

  private static ProbeOutcome ok(String what) {
    return new ProbeOutcome.Success(0, what);
  }

  private static ProbeOutcome bad(FailureKind kind, String evidence) {
    return new ProbeOutcome.Failure(kind, 0, evidence);
  }
}
