package io.directord.director.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.Config;
import io.directord.director.Configs;
import io.directord.director.Director;
import io.directord.director.command.Main;
import io.directord.director.config.ConfigResult;
import io.directord.director.config.DirectorConfig;
import io.directord.director.reconcile.OwnedServices;
import io.directord.director.reconcile.Reconciler;
import io.directord.health.HealthChecker;
import io.directord.health.transport.ProbeKinds;
import io.directord.kernel.ipvs.FakeIpvs;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A director on a fake kernel, asked over its real sockets. */
@Timeout(60)
final class AdminServerTest {
  private static final String WEB =
      """
      virtual-routers { public {
        interface = eth0, vrid = 51, priority = 150, addresses = ["192.168.26.10/24"]
      } }
      virtual-services { web {
        address = "192.168.26.10:80", check = { name = web, type = on }
        real-servers = [
          { name = web1, address = 10.11.12.1, weight = 100 }
          { name = web2, address = 10.11.12.2, weight = 100, check = off }
        ]
      } }
      """;

  @TempDir Path folder;
  private final FakeIpvs kernel = new FakeIpvs();
  private final List<Throwable> bugs = new CopyOnWriteArrayList<>();
  private final List<String> scrapers = new CopyOnWriteArrayList<>();
  private final DefaultEventExecutor loop = new DefaultEventExecutor();
  private final EventLoopGroup adminLoop =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("admin", true), EpollIoHandler.newFactory());
  private final EventLoopGroup probes = HealthChecker.newLoops(1);
  private final ExecutorService disk = Executors.newSingleThreadExecutor();
  private volatile ConfigResult file = new ConfigResult.Unreadable("not set");
  private DirectorConfig config;
  private Director director;
  private HealthChecker checker;
  private AdminServer admin;
  private ControlClient client;
  private int port;

  @BeforeEach
  void begin() throws Exception {
    port = freePort();
    config = Configs.director(body("127.0.0.1"));
    file = Configs.result(body("127.0.0.1"));
    CountDownLatch inStep = new CountDownLatch(1);
    director =
        new Director(
            loop,
            disk,
            kernel,
            config,
            folder.resolve("directord.conf"),
            false,
            () -> file,
            () -> Instant.EPOCH,
            bugs::add);
    Overrides overrides = new Overrides(folder, director, disk, () -> Instant.EPOCH);
    checker = new HealthChecker(probes, new ProbeKinds(), director::onVerdict, bugs::add);
    admin = server(overrides);
    admin.open(config);
    client = new ControlClient(config.control().socket());
    director.start(
        new Reconciler(
            loop,
            kernel,
            new OwnedServices(folder),
            Set.of(),
            disk,
            false,
            round -> {
              director.onRound(round);
              if (round.inStep()) {
                inStep.countDown();
              }
            },
            bugs::add),
        checker);
    assertTrue(inStep.await(30, TimeUnit.SECONDS), "in step");
  }

  private AdminServer server(Overrides overrides) {
    return new AdminServer(
        adminLoop,
        director,
        overrides,
        () -> {
          scrapers.add(Thread.currentThread().getName());
          return page -> {
            page.writeCharSequence("directord_up 1\n", StandardCharsets.US_ASCII);
            return false;
          };
        },
        "1.2.3",
        Map::of);
  }

  private String body(String host) {
    return WEB
        + "control { socket = \""
        + folder.resolve("control.sock")
        + "\" }\nhttp { listen = \""
        + host
        + ":"
        + port
        + "\" }";
  }

  @AfterEach
  void end() {
    client.close();
    admin.close();
    checker.close();
    disk.shutdown();
    for (var group : List.of(adminLoop, probes, loop)) {
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
    assertEquals(List.of(), bugs);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Sends raw text over TCP and reads until the director closes. */
  private String raw(String request) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 10_000);
      socket.setSoTimeout(30_000);
      try {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      } catch (java.net.SocketException closed) {
        return "";
      }
    }
  }

  private static String request(String line, String body) {
    return line
        + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  @Test
  void theStatusHasEveryFieldOfTheContract() throws IOException {
    Config status = Json.read(client.get("/api/v1/status").body()).orElseThrow();
    for (String path :
        List.of("node", "version", "config.file", "config.generation", "config.loadedAt")) {
      assertTrue(status.hasPath(path), path);
    }
    assertTrue(status.getConfigList("routers").isEmpty(), "no pair has been joined");
    Config service = status.getConfigList("services").getFirst();
    for (String path :
        List.of(
            "name", "address", "protocol", "scheduler", "forwarding", "inService", "configured")) {
      assertTrue(service.hasPath(path), path);
    }
    assertEquals("192.168.26.10:80", service.getString("address"));
    assertEquals(1, service.getInt("inService"));
    assertEquals(2, service.getInt("configured"));
    Config server = service.getConfigList("servers").getFirst();
    for (String path :
        List.of("name", "address", "state", "weight", "activeConnections", "inactiveConnections")) {
      assertTrue(server.hasPath(path), path);
    }
    assertEquals("up", server.getString("state"));
    assertEquals(100, server.getInt("weight"));
    Config check = server.getConfigList("checks").getFirst();
    for (String path : List.of("name", "state", "because")) {
      assertTrue(check.hasPath(path), path);
    }
  }

  @Test
  void bothSidesAnswerWhatIsAsked() throws IOException {
    for (String path :
        List.of("/healthz", "/readyz", "/metrics", "/api/v1/status", "/api/v1/plan")) {
      assertEquals(200, client.get(path).status(), path);
      assertTrue(raw(request("GET " + path, "")).startsWith("HTTP/1.1 200"), path);
    }
    assertEquals(404, client.get("/nothing").status());
    assertTrue(raw(request("HEAD /healthz", "")).endsWith("\r\n\r\n"));
  }

  @Test
  void aLongAnswerEndsWithItsLastChunkOrOverOldHttpWithTheConnection() throws IOException {
    String chunked = raw(request("GET /metrics", ""));
    assertTrue(chunked.contains("transfer-encoding: chunked\r\n"), chunked);
    assertTrue(chunked.endsWith("\r\ndirectord_up 1\n\r\n0\r\n\r\n"), chunked);
    String old = raw("GET /metrics HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    assertFalse(old.contains("chunked"), old);
    assertTrue(old.endsWith("\r\n\r\ndirectord_up 1\n"), old);
    assertTrue(raw(request("HEAD /metrics", "")).endsWith("\r\n\r\n"));
  }

  @Test
  void longAnswersAreNotWrittenOnTheDirectorsLoop() throws IOException {
    client.get("/metrics");
    assertTrue(scrapers.getFirst().startsWith("admin"), scrapers.toString());
  }

  @Test
  void commandsAreRefusedOverTcp() throws IOException {
    assertTrue(raw(request("POST /api/v1/reload", "{}")).startsWith("HTTP/1.1 405"));
    String drain = "{\"kind\":\"drain\",\"server\":\"web/web1\"}";
    assertTrue(raw(request("POST /api/v1/override", drain)).startsWith("HTTP/1.1 405"));
    assertTrue(director.view().overrides().isEmpty());
  }

  @Test
  void theControlSocketTakesAnOverrideAndSaysWhatIsWrongWithOne() throws IOException {
    assertEquals(
        200,
        client.post("/api/v1/override", "{\"kind\":\"drain\",\"server\":\"web/web1\"}").status());
    for (String wrong :
        List.of(
            "{\"kind\":\"drain\",\"server\":\"web/web9\"}",
            "{\"kind\":\"drain\",\"server\":\"mail/web1\"}",
            "{\"kind\":\"drain\",\"server\":\"web\"}",
            "{\"kind\":\"explode\",\"server\":\"web/web1\"}",
            "{\"kind\":\"weight\",\"server\":\"web/web1\"}",
            "{\"kind\":\"weight\",\"server\":\"web/web1\",\"weight\":65536}",
            "{}")) {
      ControlClient.Reply reply = client.post("/api/v1/override", wrong);
      assertEquals(422, reply.status(), wrong);
      assertTrue(Json.read(reply.body()).orElseThrow().hasPath("error"), wrong);
    }
    assertEquals(400, client.post("/api/v1/override", "[").status());
    assertEquals(404, client.post("/api/v1/nothing", "{}").status());
  }

  @Test
  void aReloadSaysWhatCameOfIt() throws IOException {
    assertTrue(client.post("/api/v1/reload", "{}").body().contains("unchanged"));
    file = Configs.result("nonsense = 1");
    ControlClient.Reply rejected = client.post("/api/v1/reload", "{}");
    assertEquals(422, rejected.status());
    assertTrue(rejected.body().contains("rejected"));
  }

  @Test
  void requestsThatAreTooLongOrNoRequestsAreAnsweredOrClosed() throws IOException {
    assertTrue(raw("nonsense\r\n\r\n").startsWith("HTTP/1.1 400"));
    raw("GET /%zz HTTP/1.1\r\nConnection: close\r\n\r\n");
    raw("GET /" + "x".repeat(100_000) + " HTTP/1.1\r\nConnection: close\r\n\r\n");
    raw(request("POST /api/v1/override", "x".repeat(100_000)));
    assertEquals(200, client.get("/healthz").status());
  }

  @Test
  void aSecondDirectorOnTheSameSocketIsRefused() throws IOException {
    AdminServer second = server(new Overrides(folder, director, disk, () -> Instant.EPOCH));
    IOException refused = assertThrows(IOException.class, () -> second.open(config));
    assertTrue(refused.toString().contains("another directord answers"), refused.toString());
    second.close();
    assertEquals(200, client.get("/healthz").status());
  }

  @Test
  void aSocketThatNobodyAnswersIsReplaced() throws IOException {
    Path left = folder.resolve("left.sock");
    Files.createFile(left);
    String moved = body("127.0.0.1").replace("control.sock", "left.sock");
    admin.open(Configs.director(moved));
    try (ControlClient there = new ControlClient(left)) {
      assertEquals(200, there.get("/healthz").status());
    }
    assertFalse(Files.exists(folder.resolve("control.sock")));
  }

  @Test
  void anotherGroupForTheSameSocketIsTakenOver() throws IOException {
    String group =
        body("127.0.0.1").replace("control.sock\"", "control.sock\", group = no-such-group");
    admin.open(Configs.director(group));
    assertEquals(200, client.get("/healthz").status());
  }

  @Test
  void anotherAddressWithTheSamePortIsTakenOver() throws IOException {
    admin.open(Configs.director(body("0.0.0.0")));
    assertTrue(raw(request("GET /healthz", "")).startsWith("HTTP/1.1 200"));
  }

  @Test
  void onlyTheOwnerAndItsGroupCanOpenTheSocket() throws IOException {
    assertEquals(
        "rw-rw----",
        java.nio.file.attribute.PosixFilePermissions.toString(
            Files.getPosixFilePermissions(config.control().socket())));
  }

  private String ctl(int code, String... words) {
    StringWriter out = new StringWriter();
    PrintWriter both = new PrintWriter(out);
    String[] all = new String[words.length + 2];
    System.arraycopy(words, 0, all, 0, words.length);
    all[words.length] = "--socket";
    all[words.length + 1] = config.control().socket().toString();
    int ended = Main.run("directorctl", all, both, both);
    both.flush();
    assertEquals(code, ended, out.toString());
    assertFalse(out.toString().contains("\tat "), out.toString());
    return out.toString();
  }

  @Test
  void directorctlShowsAndSteers() {
    assertTrue(ctl(0, "status").contains("web1"));
    assertTrue(ctl(0, "services").contains("1/2"));
    assertTrue(ctl(0, "servers").contains("web/web2"));
    assertTrue(ctl(0, "plan").contains("nothing to do"));
    assertTrue(ctl(0, "reload").contains("unchanged"));
    assertEquals("drain web/web1: done\n", ctl(0, "drain", "web/web1"));
    assertEquals("enable web/web1: done\n", ctl(0, "enable", "web/web1"));
    assertTrue(ctl(1, "drain", "web/web9").contains("web1, web2"));
    assertTrue(ctl(1, "weight", "web/web1", "70000").contains("0..65535"));
    file = new ConfigResult.Unreadable("directord.conf: no such file");
    assertTrue(ctl(1, "reload").contains("the running configuration is unchanged"));
  }
}
