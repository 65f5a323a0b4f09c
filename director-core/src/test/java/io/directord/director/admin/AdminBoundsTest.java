package io.directord.director.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.directord.director.Configs;
import io.directord.director.Director;
import io.directord.director.config.DirectorConfig;
import io.directord.director.journal.Journal;
import io.directord.kernel.ipvs.FakeIpvs;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients that misbehave come to, on both sides; each time, others are served meanwhile. */
@Timeout(60)
final class AdminBoundsTest {
  private static final int CONNECTIONS = 8;
  private static final AdminLimits LIMITS =
      new AdminLimits(
          CONNECTIONS,
          Duration.ofSeconds(20),
          Duration.ofMillis(500),
          Duration.ofSeconds(20),
          1L << 20);

  @TempDir Path folder;
  private final List<Throwable> bugs = new ArrayList<>();
  private final DefaultEventExecutor loop = new DefaultEventExecutor();
  private final EventLoopGroup adminLoop =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("admin", true), EpollIoHandler.newFactory());
  private final ExecutorService disk = Executors.newSingleThreadExecutor();
  private DirectorConfig config;
  private AdminServer admin;
  private ControlClient client;
  private int port;

  @BeforeEach
  void begin() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    config = Configs.director(body(""));
    Director director =
        new Director(
            loop,
            disk,
            new FakeIpvs(),
            config,
            folder.resolve("directord.conf"),
            false,
            _ -> Configs.result(body("")),
            () -> Instant.EPOCH,
            bugs::add);
    admin =
        new AdminServer(
            adminLoop,
            director,
            new Overrides(folder, director, disk, () -> Instant.EPOCH),
            () -> _ -> false,
            "1.2.3",
            Map::of,
            new EventStreams(Journal.inMemory(), disk),
            LIMITS);
    admin.open(config);
    client = new ControlClient(config.control().socket());
  }

  private String body(String group) {
    return "control { socket = \""
        + folder.resolve("control.sock")
        + "\" "
        + group
        + " }, http { listen = \"127.0.0.1:"
        + port
        + "\" }";
  }

  @AfterEach
  void end() {
    client.close();
    admin.close();
    disk.shutdown();
    adminLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    assertEquals(List.of(), bugs);
  }

  private SocketChannel connect(boolean control) throws IOException {
    if (control) {
      SocketChannel unix = SocketChannel.open(StandardProtocolFamily.UNIX);
      unix.connect(UnixDomainSocketAddress.of(config.control().socket()));
      return unix;
    }
    return SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  private static void send(SocketChannel to, String text) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
      while (bytes.hasRemaining()) {
        to.write(bytes);
      }
    } catch (IOException closed) {
      // so it was; what was answered before is read
    }
  }

  /** All that comes until the director closes. */
  private static String rest(SocketChannel from) {
    StringBuilder text = new StringBuilder();
    ByteBuffer buffer = ByteBuffer.allocate(8_192);
    try {
      while (from.read(buffer) >= 0) {
        buffer.flip();
        text.append(StandardCharsets.ISO_8859_1.decode(buffer));
        buffer.clear();
      }
    } catch (IOException reset) {
      // closed with something unread
    }
    return text.toString();
  }

  private String exchange(boolean control, String request) throws IOException {
    try (SocketChannel socket = connect(control)) {
      send(socket, request);
      return rest(socket);
    }
  }

  private void othersAreServed() throws IOException {
    assertEquals(200, client.get("/api/v1/status").status());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aRequestThatComesByteByByteIsCutOff(boolean control) throws Exception {
    try (SocketChannel slow = connect(control)) {
      slow.configureBlocking(false);
      send(slow, "GET /healthz HTTP/1.1\r\nX: ");
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      boolean closed = false;
      ByteBuffer one = ByteBuffer.allocate(1);
      while (!closed && deadline - System.nanoTime() > 0) {
        othersAreServed(); // that takes a moment
        try {
          slow.write(ByteBuffer.wrap(new byte[] {'x'}));
          closed = slow.read(one.clear()) < 0;
        } catch (IOException reset) {
          closed = true;
        }
      }
      assertTrue(closed, "still open");
    }
  }

  @Test
  void whoCrowdsTheHttpPortKeepsNoOperatorOut() throws Exception {
    List<SocketChannel> crowd = new ArrayList<>();
    try {
      for (int i = 0; i < CONNECTIONS; i++) {
        SocketChannel one = connect(false);
        crowd.add(one);
        send(one, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
        ByteBuffer answer = ByteBuffer.allocate(8_192);
        one.read(answer);
        assertTrue(
            new String(answer.array(), StandardCharsets.US_ASCII).startsWith("HTTP/1.1 200"));
      }
      try (SocketChannel tooMany = connect(false)) {
        assertEquals("", rest(tooMany));
      }
      othersAreServed();
    } finally {
      for (SocketChannel each : crowd) {
        each.close();
      }
    }
    String request = "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    String answer = "";
    while (answer.isEmpty() && deadline - System.nanoTime() > 0) {
      answer = exchange(false, request);
    }
    assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void requestsInOnePieceAreAnsweredOnceAndThenCutOff(boolean control) throws IOException {
    String request = "GET /api/v1/status HTTP/1.1\r\nHost: x\r\n\r\n";
    String answer = exchange(control, request.repeat(20));
    assertEquals(2, answer.split("HTTP/1.1 200", -1).length, answer);
    String many = exchange(control, request.repeat(1_000)); // more than it reads at once
    assertTrue(many.split("HTTP/1.1 200", -1).length <= 2, many);
    othersAreServed();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsTooLongOrNoRequestIsAnsweredOrClosed(boolean control) throws IOException {
    String long64 = "x".repeat(200_000);
    for (String request :
        List.of(
            "\r\n\r\nnonsense\r\n\r\n",
            "GET /%zz HTTP/1.1\r\nConnection: close\r\n\r\n",
            "GET /" + long64 + " HTTP/1.1\r\n\r\n",
            "GET / HTTP/1.1\r\n" + long64 + ": 1\r\n\r\n",
            "POST /api/v1/override HTTP/1.1\r\nContent-Length: 200000\r\n\r\n" + long64,
            "POST /api/v1/override HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
            "POST /api/v1/override HTTP/1.1\r\nContent-Length: 99999999999999\r\n\r\n",
            "POST /api/v1/override HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nffffffff\r\n"
                + long64,
            "POST /api/v1/override HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")) {
      String answer = exchange(control, request);
      assertFalse(answer.startsWith("HTTP/1.1 2"), answer);
      assertFalse(answer.contains("HTTP/1.1 500"), answer);
      othersAreServed();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anyBytesAtAllDoNoHarm(boolean control) throws IOException {
    for (int seed = 0; seed < 40; seed++) {
      Random random = new Random(seed);
      byte[] bytes = new byte[random.nextInt(2_000)];
      random.nextBytes(bytes);
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      try (SocketChannel socket = connect(control)) {
        send(socket, seed % 2 == 0 ? text : "POST /api/v1/reload HTTP/1.1\r\n" + text);
      }
    }
    othersAreServed();
  }

  @Test
  void methodsThatChangeAreNamedAsNotAllowed() throws IOException {
    for (String method : List.of("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW")) {
      for (String path : List.of("/api/v1/reload", "/api/v1/status", "/nothing")) {
        String end = " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}";
        String answer = exchange(false, method + " " + path + end);
        assertTrue(answer.startsWith("HTTP/1.1 405"), answer);
        assertTrue(answer.contains("\r\nallow: GET, HEAD\r\n"), answer);
      }
    }
    String close = " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    assertTrue(
        exchange(true, "DELETE /api/v1/reload" + close).contains("allow: GET, HEAD, POST\r\n"));
    assertTrue(exchange(true, "GET /api/v1/reload" + close).contains("allow: POST\r\n"));
    assertEquals(400, client.post("/api/v1/switchover", "{\"router\":[1]}").status());
  }

  @Test
  void answersThatNobodyTakesHaveABoundAndOneAlwaysGoes() {
    AnswerBudget budget = new AnswerBudget(100);
    assertTrue(budget.take(1_000));
    assertFalse(budget.take(1));
    budget.giveBack(1_000);
    assertTrue(budget.take(60));
    assertFalse(budget.take(60));
    assertTrue(budget.take(40));
  }

  @Test
  void onlyTheGroupMayOpenTheControlSocket() throws Exception {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root can be somebody else");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    admin.open(Configs.director(body(", group = daemon")));
    assertEquals(0, connectAs("--groups=daemon"));
    assertEquals(13, connectAs("--clear-groups"));
  }

  /** Answers with errno. */
  private int connectAs(String groups) throws Exception {
    Process other =
        new ProcessBuilder(
                "setpriv",
                "--reuid=nobody",
                "--regid=nogroup",
                groups,
                "/usr/bin/python3",
                "-c",
                "import socket,sys; s=socket.socket(socket.AF_UNIX);"
                    + " sys.exit(s.connect_ex(sys.argv[1]))",
                config.control().socket().toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertTrue(other.waitFor(30, TimeUnit.SECONDS));
    return other.exitValue();
  }
}
