package io.directord.health.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.health.Eventually;
import io.directord.health.FailureKind;
import io.directord.health.Hostile;
import io.directord.health.OneProbe;
import io.directord.health.ProbeOutcome;
import io.directord.health.Seeds;
import io.directord.health.Sockets;
import io.directord.health.TestLoop;
import io.directord.health.TestServer;
import io.directord.health.tcp.TcpCheck;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every probe against every server that we could think of, with real sockets. */
final class ProbesOnLoopbackTest {
  private static final TcpCheck TCP = new TcpCheck();
  private static final HttpCheck HTTP = HttpCheck.plain(HttpCheck.Version.HTTP);
  private static final String OK = "HTTP/1.1 200 OK\r\nServer: test\r\n\r\n";

  private static final TestLoop loops = new TestLoop();
  private static final EventLoop loop = loops.loop();

  @BeforeAll
  static void warmUp() {
    assertEquals(refused(), OneProbe.run(loop, TestServer.nobody(), TCP));
  }

  @AfterAll
  static void nothingLeaked() {
    loops.close();
  }

  @Test
  void hostileServersDoNoHarm() {
    Hostile.assertSurvived(loop, HTTP, OK.getBytes(US_ASCII));
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.9.9.9", "::1"})
  void aServerThatAcceptsIsUpByTcp(String address) {
    try (TestServer server = TestServer.on(address, TestServer::awaitEnd)) {
      assertEquals(new ProbeOutcome.Success(0, "connected"), tcp(server));
      Eventually.until(() -> server.accepted() == 1 && server.open() == 0, server::open);
    }
  }

  @Test
  void aTcpProbeLeavesNoTimeWaitBehind() throws IOException {
    CompletableFuture<IOException> end = new CompletableFuture<>();
    TestServer.Script script =
        client -> {
          try {
            TestServer.awaitEnd(client);
            end.complete(new IOException("closed in good order"));
          } catch (IOException reset) {
            end.complete(reset);
          }
        };
    try (TestServer server = TestServer.start(script)) {
      tcp(server);
      assertEquals("Connection reset", end.join().getMessage());
    }
  }

  @Test
  void aPortOnWhichNobodyListensRefuses() {
    InetSocketAddress nobody = TestServer.nobody();
    assertEquals(refused(), OneProbe.run(loop, nobody, TCP));
    assertEquals(refused(), OneProbe.run(loop, nobody, HTTP));
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void aHealthyServerIsUpByHttpAndSeesItsOwnAddress(String address) {
    CompletableFuture<String> seen = new CompletableFuture<>();
    TestServer.Script script =
        client -> {
          seen.complete(TestServer.readRequest(client));
          write(client, OK);
          TestServer.awaitEnd(client);
        };
    try (TestServer server = TestServer.on(address, script)) {
      assertEquals(new ProbeOutcome.Success(0, "HTTP 200"), http(server));
      String host = (address.contains(":") ? "[::1]:" : "127.0.0.1:") + server.address().getPort();
      assertTrue(seen.join().contains("\r\nHost: " + host + "\r\n"), seen.join());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.0 200\r\n\r\n",
        "HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nno length, no end",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\n"
      })
  void anUnusualButCompleteAnswerIsAnAnswer(String text) {
    try (TestServer server = TestServer.start(TestServer.answering(text))) {
      assertEquals(new ProbeOutcome.Success(0, "HTTP 200"), http(server));
    }
  }

  @Test
  void anAnswerMayComeBeforeTheRequestWasRead() {
    try (TestServer server = TestServer.start(client -> write(client, OK))) {
      assertEquals(new ProbeOutcome.Success(0, "HTTP 200"), http(server));
    }
  }

  @Test
  void aStatusThatIsNotExpectedIsAFailure() {
    try (TestServer server =
        TestServer.start(TestServer.answering("HTTP/1.1 503 Busy\r\n\r\nsorry"))) {
      assertEquals(failure(FailureKind.STATUS, "HTTP 503, expected 200-399"), http(server));
    }
  }

  @Test
  void aServerThatHangsAfterAcceptEndsAtTheDeadline() {
    assertHangs("", "connected, waiting for the status line");
  }

  @Test
  void aServerThatHangsInItsStatusLineEndsAtTheDeadline() {
    assertHangs("HTTP/1.1 2", "connected, waiting for the rest of the status line");
  }

  @Test
  void aServerThatHangsInItsHeaderEndsAtTheDeadline() {
    assertHangs("HTTP/1.1 200 OK\r\nServer: t", "HTTP 200, waiting for the end of the header");
  }

  @Test
  void aServerThatNeverStopsDrippingEndsAtTheDeadline() {
    TestServer.Script drip =
        client -> {
          write(client, "HTTP/1.1 200 OK\r\n");
          drip(client, "X: y\r\n".repeat(10_000));
        };
    try (TestServer server = TestServer.start(drip)) {
      assertEquals(timedOut("HTTP 200, waiting for the end of the header"), hanging(server));
    }
  }

  @Test
  void anAnswerOfOneByteAtATimeIsAnAnswer() {
    try (TestServer server = TestServer.start(client -> drip(client, OK))) {
      assertEquals(new ProbeOutcome.Success(0, "HTTP 200"), http(server));
    }
  }

  @Test
  void aFullAcceptQueueLooksLikeASilentServer() throws IOException {
    // A listener that never accepts, and a queue of one place that is taken.
    try (ServerSocket full = new ServerSocket(1, 1, InetAddress.ofLiteral("127.0.0.1"));
        SocketChannel one = connecting(full);
        SocketChannel two = connecting(full);
        SocketChannel three = connecting(full)) {
      Eventually.until(() -> one.isOpen() && two.isOpen() && three.isOpen(), () -> full);
      InetSocketAddress address = (InetSocketAddress) full.getLocalSocketAddress();
      assertEquals(timedOut("connecting"), OneProbe.run(loop, address, TCP, OneProbe.HANG_MILLIS));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "HTTP/1.1 20"})
  void aResetBeforeTheAnswerIsCompleteIsAFailure(String begun) {
    TestServer.Script script =
        client -> {
          TestServer.readRequest(client);
          write(client, begun);
          client.setSoLinger(true, 0);
        };
    try (TestServer server = TestServer.start(script)) {
      ProbeOutcome.Failure failure = assertInstanceOf(ProbeOutcome.Failure.class, http(server));
      assertEquals(FailureKind.RESET, failure.kind());
      assertTrue(failure.evidence().startsWith("connection reset (connected, waiting for"));
    }
  }

  @Test
  void anEmptyAnswerIsAFailure() {
    try (TestServer server = TestServer.start(TestServer::readRequest)) {
      assertEquals(
          failure(FailureKind.CLOSED, "connection closed (connected, waiting for the status line)"),
          http(server));
    }
  }

  @Test
  void anAnswerThatEndsInItsHeaderIsAFailure() {
    TestServer.Script script =
        client -> {
          TestServer.readRequest(client);
          write(client, "HTTP/1.1 200 OK\r\nServer: x\r\n");
        };
    try (TestServer server = TestServer.start(script)) {
      assertEquals(
          failure(
              FailureKind.CLOSED,
              "connection closed (HTTP 200, waiting for the end of the header)"),
          http(server));
    }
  }

  @Test
  void anEndlessHeaderIsGivenUpAtItsBound() {
    TestServer.Script script =
        client -> {
          write(client, "HTTP/1.1 200 OK\r\n");
          while (true) {
            write(client, "X-Again: and again\r\n".repeat(100));
          }
        };
    try (TestServer server = TestServer.start(script)) {
      assertEquals(
          failure(FailureKind.PROTOCOL, "an HTTP header of more than 32768 bytes"), http(server));
    }
  }

  @Test
  void randomBytesAreNeverAnAnswer() {
    Seeds.forEach(
        30,
        random -> {
          byte[] noise = new byte[random.nextInt(1, 5000)];
          random.nextBytes(noise);
          TestServer.Script script =
              client -> {
                client.getOutputStream().write(noise);
                TestServer.awaitEnd(client);
              };
          try (TestServer server = TestServer.start(script)) {
            ProbeOutcome.Failure failure =
                assertInstanceOf(ProbeOutcome.Failure.class, http(server));
            assertEquals(FailureKind.PROTOCOL, failure.kind(), failure.evidence());
          }
        });
  }

  @Test
  void everyWayToEndClosesTheSocket() {
    long before = Sockets.open();
    try (TestServer ok = TestServer.start(TestServer.answering(OK));
        TestServer mute = TestServer.start(TestServer::awaitEnd);
        TestServer noise = TestServer.start(TestServer.answering("noise"))) {
      for (int n = 0; n < 10; n++) {
        http(ok);
        tcp(ok);
        http(noise);
        OneProbe.run(loop, mute.address(), HTTP, 10);
      }
      BooleanSupplier allClosed = () -> ok.open() + mute.open() + noise.open() == 0;
      Eventually.until(allClosed, () -> List.of(ok.open(), mute.open(), noise.open()));
    }
    Eventually.until(() -> Sockets.open() <= before, () -> Sockets.open() + ", was " + before);
  }

  private static void assertHangs(String begun, String stage) {
    TestServer.Script script =
        client -> {
          write(client, begun);
          TestServer.awaitEnd(client);
        };
    try (TestServer server = TestServer.start(script)) {
      assertEquals(timedOut(stage), hanging(server));
      Eventually.until(() -> server.open() == 0, server::open);
    }
  }

  private static SocketChannel connecting(ServerSocket server) throws IOException {
    SocketChannel channel = SocketChannel.open();
    channel.configureBlocking(false);
    channel.connect(server.getLocalSocketAddress());
    return channel;
  }

  private static void write(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(ISO_8859_1));
  }

  private static void drip(Socket client, String text) throws IOException {
    client.setTcpNoDelay(true);
    OutputStream out = client.getOutputStream();
    for (byte next : text.getBytes(ISO_8859_1)) {
      out.write(next);
      LockSupport.parkNanos(100_000);
    }
    TestServer.awaitEnd(client);
  }

  private static ProbeOutcome tcp(TestServer server) {
    return OneProbe.run(loop, server.address(), TCP);
  }

  private static ProbeOutcome http(TestServer server) {
    return OneProbe.run(loop, server.address(), HTTP);
  }

  private static ProbeOutcome hanging(TestServer server) {
    return OneProbe.run(loop, server.address(), HTTP, OneProbe.HANG_MILLIS);
  }

  private static ProbeOutcome failure(FailureKind kind, String evidence) {
    return new ProbeOutcome.Failure(kind, 0, evidence);
  }

  private static ProbeOutcome refused() {
    return failure(FailureKind.REFUSED, "connection refused");
  }

  private static ProbeOutcome timedOut(String stage) {
    return failure(
        FailureKind.TIMEOUT, "no answer within " + OneProbe.HANG_MILLIS + "ms (" + stage + ")");
  }
}
