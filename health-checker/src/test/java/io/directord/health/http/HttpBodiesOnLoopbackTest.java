package io.directord.health.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.health.FailureKind;
import io.directord.health.Hostile;
import io.directord.health.OneProbe;
import io.directord.health.Password;
import io.directord.health.ProbeOutcome;
import io.directord.health.TestLoop;
import io.directord.health.TestServer;
import io.netty.channel.EventLoop;
import java.net.Socket;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/1.1 checks that look at the body, with real sockets. */
final class HttpBodiesOnLoopbackTest {
  private static final HttpCheck HELLO =
      new HttpCheck(HttpCheck.Version.HTTP, HttpRequest.GET, HttpChecks.expecting("hello"));
  private static final String LENGTH = "HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\nhello, world";

  private static final TestLoop loops = new TestLoop();
  private static final EventLoop loop = loops.loop();

  @AfterAll
  static void nothingLeaked() {
    loops.close();
  }

  @Test
  void hostileServersDoNoHarm() {
    Hostile.assertSurvived(loop, HELLO, LENGTH.getBytes(ISO_8859_1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        LENGTH,
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n",
        "HTTP/1.1 100 Continue\r\nContent-Length: 1\r\n\r\n" + LENGTH
      })
  void theBodyEndsWhereItsFramingSays(String answer) {
    try (TestServer server = TestServer.start(TestServer.answering(answer))) {
      assertEquals(new ProbeOutcome.Success(0, "HTTP 200"), hello(server));
    }
  }

  @Test
  void aBodyWithoutFramingEndsWithTheConnection() {
    try (TestServer server =
        TestServer.start(client -> {
          TestServer.readRequest(client);
          write(client, "HTTP/1.0 200 OK\r\n\r\nwell, hello");
        })) {
      assertEquals(new ProbeOutcome.Success(0, "HTTP 200"), hello(server));
    }
  }

  @Test
  void aBodyThatIsCutOffIsAFailure() {
    try (TestServer server =
        TestServer.start(client -> {
          TestServer.readRequest(client);
          write(client, "HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\nhello");
        })) {
      assertEquals(
          failure(
              FailureKind.CLOSED, "connection closed (HTTP 200, waiting for the end of the body)"),
          hello(server));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Transfer-Encoding: chunked\r\n"})
  void anEndlessBodyIsGivenUpAtItsBound(String framing) {
    byte[] chunk = "8\r\nhello...\r\n".repeat(1000).getBytes(ISO_8859_1);
    byte[] header = ("HTTP/1.1 200 OK\r\n" + framing + "\r\n").getBytes(ISO_8859_1);
    try (TestServer server = TestServer.start(Hostile.endless(header, chunk))) {
      assertEquals(
          failure(FailureKind.BODY, "HTTP 200, a body of more than 1000 bytes (body-limit)"),
          hello(server));
    }
  }

  @Test
  void contradictingLengthsAreNotHttp() {
    String answer = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nhe";
    try (TestServer server = TestServer.start(TestServer.answering(answer))) {
      assertEquals(
          failure(FailureKind.PROTOCOL, "HTTP 200, its Content-Length is no length"),
          hello(server));
    }
  }

  @Test
  void theRequestHasCredentialsAndABody() {
    CompletableFuture<String> seen = new CompletableFuture<>();
    HttpCheck check = login(HttpChecks.password("open sesame"));
    try (TestServer server =
        TestServer.start(client -> {
          String header = TestServer.readRequest(client);
          byte[] body = client.getInputStream().readNBytes(6);
          seen.complete(header + new String(body, ISO_8859_1));
          write(client, LENGTH);
          TestServer.awaitEnd(client);
        })) {
      assertEquals(
          new ProbeOutcome.Success(0, "HTTP 200"), OneProbe.run(loop, server.address(), check));
    }
    String request = seen.join();
    assertTrue(request.contains("\r\nAuthorization: Basic YWxpOm9wZW4gc2VzYW1l\r\n"), request);
    assertTrue(request.contains("\r\nContent-Length: 6\r\n"), request);
    assertTrue(request.endsWith("\r\n\r\nping\u00c3\u00bc"), request);
  }

  @Test
  void aPasswordThatHasNotBeenReadIsOurOwnTrouble() {
    HttpCheck check = login(new Password.Unread("file:/etc/directord/web.password"));
    try (TestServer server = TestServer.start(TestServer.answering(LENGTH))) {
      assertEquals(
          failure(
              FailureKind.LOCAL,
              "not probed: the password in file:/etc/directord/web.password has not been read"),
          OneProbe.run(loop, server.address(), check));
      assertEquals(
          new ProbeOutcome.Success(0, "HTTP 200"),
          OneProbe.run(loop, server.address(), check.withPasswords(_ -> HttpChecks.password("x"))));
    }
  }

  private static HttpCheck login(Password password) {
    HttpLogin login = new HttpLogin("ali", password);
    return new HttpCheck(
        HttpCheck.Version.HTTP,
        new HttpRequest("POST", "/", "", Map.of(), Optional.of(login), "ping\u00fc"),
        HttpChecks.expecting("hello"));
  }

  private static ProbeOutcome hello(TestServer server) {
    return OneProbe.run(loop, server.address(), HELLO);
  }

  private static void write(Socket client, String text) throws java.io.IOException {
    client.getOutputStream().write(text.getBytes(ISO_8859_1));
  }

  private static ProbeOutcome failure(FailureKind kind, String evidence) {
    return new ProbeOutcome.Failure(kind, 0, evidence);
  }
}
