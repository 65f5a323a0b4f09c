package io.directord.health.tcp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.directord.health.Check;
import io.directord.health.Endpoint;
import io.directord.health.FailureKind;
import io.directord.health.Hostile;
import io.directord.health.OneProbe;
import io.directord.health.ProbeOutcome;
import io.directord.health.Route;
import io.directord.health.TestCertificates;
import io.directord.health.TestLoop;
import io.directord.health.TestServer;
import io.directord.health.Tls;
import io.directord.health.TlsServer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is said on connections, in clear and encrypted. */
final class StepsTest {
  private static final TcpCheck PING =
      new TcpCheck(List.of(new Step.Send("PING\r\n"), new Step.Expect("+PONG")));

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
  void theRightAnswerIsASuccess() {
    assertUp("connected, found \"+PONG\"", PING, Optional.empty(), answering("+PONG\r\n"));
    assertUp("connected", new TcpCheck(), Optional.empty(), TestServer::awaitEnd);
  }

  @Test
  void stepsComeInTheirOrder() {
    TcpCheck mail =
        new TcpCheck(
            List.of(
                new Step.ExpectMatch("^220 .*$\n"),
                new Step.Send("QUIT\r\n"),
                new Step.Expect("221")));
    assertUp(
        "connected, found \"221\"",
        mail,
        Optional.empty(),
        client -> {
          client.getOutputStream().write("220 ready\r\n".getBytes(US_ASCII));
          answering("221 bye\r\n").serve(client);
        });
  }

  @Test
  void anotherAnswerIsQuoted() {
    assertDown(
        FailureKind.BODY,
        "connection closed, expected \"+PONG\", found \"-ERR no..\"",
        client -> {
          client.getInputStream().read(new byte[100]);
          client.getOutputStream().write("-ERR no\r\n".getBytes(US_ASCII));
        });
    assertDown(
        FailureKind.TIMEOUT,
        "no answer within 150ms (connected, waiting for \"+PONG\", found \"-ERR no..\")",
        answering("-ERR no\r\n"));
    assertDown(
        FailureKind.BODY,
        "expected \"+PONG\", found not within 16384 bytes, which begin with \""
            + "z".repeat(64)
            + "…\"",
        answering("z".repeat(20_000)));
  }

  @Test
  void noServerDoesHarm() {
    Hostile.assertSurvived(loops.loop(), PING, "+PONG\r\n".getBytes(US_ASCII));
  }

  @Test
  void tlsTellsItsVersion() {
    Tls tls = tls(Optional.empty());
    TestServer.Script quiet = TlsServer.with("good", TestServer::awaitEnd);
    assertUp("TLS 1.3", new TlsCheck(), Optional.of(tls), quiet);
    assertUp(
        "TLS 1.3, found \"+PONG\"",
        new TlsCheck(PING.steps()),
        Optional.of(tls),
        TlsServer.with("good", answering("+PONG\r\n")));
  }

  @Test
  void aServerThatWantsACertificateIsWaitedFor() {
    TestServer.Script strict =
        TlsServer.with("good", StepsTest::needCertificate, TestServer::awaitEnd);
    Tls shown =
        tls(
            Optional.of(
                new Tls.ClientCertificate(
                    TestCertificates.chain("client"), TestCertificates.key("client"))));
    assertUp("TLS 1.3", new TlsCheck(), Optional.of(shown), strict);
    try (TestServer server = TestServer.start(strict)) {
      ProbeOutcome outcome =
          run(server, new TlsCheck(), Optional.of(tls(Optional.empty())), 20_000);
      assertEquals("the server wants a certificate of ours", outcome.evidence());
    }
  }

  private static void needCertificate(SSLSocket socket) {
    socket.setNeedClientAuth(true);
  }

  private static TestServer.Script answering(String text) {
    return client -> {
      client.getInputStream().read(new byte[100]);
      client.getOutputStream().write(text.getBytes(US_ASCII));
      TestServer.awaitEnd(client);
    };
  }

  private static Tls tls(Optional<Tls.ClientCertificate> client) {
    return new Tls(
        Tls.Begin.AT_ONCE,
        true,
        Optional.of(TestCertificates.chain("ca")),
        Optional.empty(),
        List.of(),
        client,
        0,
        0,
        Set.of());
  }

  private static ProbeOutcome run(
      TestServer server, Check.Probed check, Optional<Tls> tls, int timeoutMillis) {
    Endpoint endpoint = new Endpoint(server.address(), Route.ANY, Endpoint.ProxyHeader.NONE, tls);
    return OneProbe.run(loops.loop(), endpoint, check, timeoutMillis);
  }

  private static void assertUp(
      String evidence, Check.Probed check, Optional<Tls> tls, TestServer.Script script) {
    try (TestServer server = TestServer.start(script)) {
      ProbeOutcome outcome = run(server, check, tls, 20_000);
      assertEquals(evidence, outcome.evidence());
      assertInstanceOf(ProbeOutcome.Success.class, outcome);
    }
  }

  private static void assertDown(FailureKind kind, String evidence, TestServer.Script script) {
    int timeout = kind == FailureKind.TIMEOUT ? OneProbe.HANG_MILLIS : 20_000;
    try (TestServer server = TestServer.start(script)) {
      ProbeOutcome outcome = run(server, PING, Optional.empty(), timeout);
      assertEquals(evidence, outcome.evidence());
      assertEquals(kind, assertInstanceOf(ProbeOutcome.Failure.class, outcome).kind());
    }
  }
}
