package io.directord.director.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.director.Configs;
import io.directord.director.Director;
import io.directord.director.config.ConfigResult;
import io.directord.director.config.DirectorConfig;
import io.directord.director.journal.Journal;
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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A director on a fake kernel, asked over its real sockets. */
@Timeout(60)
abstract class RunningAdmin {
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
  final FakeIpvs kernel = new FakeIpvs();
  final Journal journal = Journal.inMemory();
  final List<Throwable> bugs = new CopyOnWriteArrayList<>();
  final List<String> scrapers = new CopyOnWriteArrayList<>();
  final DefaultEventExecutor loop = new DefaultEventExecutor();
  final EventLoopGroup adminLoop =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("admin", true), EpollIoHandler.newFactory());
  final EventLoopGroup probes = HealthChecker.newLoops(1);
  final ExecutorService disk = Executors.newSingleThreadExecutor();
  volatile ConfigResult file = new ConfigResult.Unreadable("not set");
  DirectorConfig config;
  Director director;
  HealthChecker checker;
  AdminServer admin;
  ControlClient client;
  int port;

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
            _ -> file,
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

  AdminServer server(Overrides overrides) {
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
        Map::of,
        new EventStreams(journal, disk));
  }

  String body(String host) {
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

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Sends raw text over TCP and reads until the director closes. */
  String raw(String request) throws IOException {
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

  static String request(String line, String body) {
    return line
        + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }
}
