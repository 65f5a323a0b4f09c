package io.directord.director.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.director.Configs;
import io.directord.director.Director;
import io.directord.director.config.ConfigResult;
import io.directord.director.config.DirectorConfig;
import io.directord.director.journal.Entry;
import io.directord.director.journal.Journal;
import io.directord.kernel.ipvs.FakeIpvs;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Listeners on real sockets, as bytes. */
@Timeout(60)
final class EventStreamsTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  @TempDir Path folder;
  private final EventLoopGroup adminLoop =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("admin", true), EpollIoHandler.newFactory());
  private final DefaultEventExecutor loop = new DefaultEventExecutor();
  private final ExecutorService disk = Executors.newSingleThreadExecutor();
  private final List<Socket> sockets = new ArrayList<>();
  private Journal journal;
  private EventStreams streams;
  private AdminServer admin;
  private int port;

  @BeforeEach
  @SuppressWarnings("NullAway.Init") // each test opens the rest as it needs it
  void begin() throws IOException {
    journal = Journal.open(folder);
  }

  private void open(Duration heartbeat, Duration stalled) throws IOException {
    streams = new EventStreams(journal, disk, new EventStreams.Patience(heartbeat, stalled));
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    DirectorConfig config =
        Configs.director(
            "control { socket = \""
                + folder
                + "/c.sock\" }, http { listen = \"127.0.0.1:"
                + port
                + "\" }");
    Director director =
        new Director(
            loop,
            disk,
            new FakeIpvs(),
            config,
            folder.resolve("directord.conf"),
            false,
            _ -> new ConfigResult.Unreadable("not asked"),
            () -> Instant.EPOCH,
            _ -> {});
    Overrides overrides = new Overrides(folder, director, disk, () -> Instant.EPOCH);
    admin =
        new AdminServer(adminLoop, director, overrides, () -> _ -> false, "1", Map::of, streams);
    admin.open(config);
  }

  @AfterEach
  void end() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    admin.close();
    journal.close();
    disk.shutdown();
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    adminLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  private Socket ask(String head) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4096);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    sockets.add(socket);
    socket.getOutputStream().write((head + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    InputStream bytes = socket.getInputStream();
    return new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8));
  }

  /** The next event as its three lines. */
  private static List<String> event(BufferedReader reader) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      if (line.startsWith("id:") || line.startsWith("event:") || line.startsWith("data:")) {
        lines.add(line);
      }
      if (line.isEmpty() && !lines.isEmpty()) {
        return lines;
      }
    }
    throw new IOException("ended, with " + lines);
  }

  private void happen(String server) throws IOException {
    journal.append(Instant.EPOCH, "server", Map.of("server", server, "state", "up"));
  }

  private void until(java.util.function.BooleanSupplier condition, String what) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() - deadline < 0, what);
      Thread.onSpinWait();
    }
  }

  @Test
  void anEventIsItsNumberItsKindAndTheJournalsLine() throws IOException {
    open(LONG, LONG);
    BufferedReader reader = reader(ask("GET /api/v1/events HTTP/1.0"));
    assertEquals("HTTP/1.0 200 OK", reader.readLine());
    until(() -> streams.listeners() == 1, "it listens");
    happen("web1");
    assertEquals(
        List.of("id: 1", "event: server", "data: " + journal.read(0).getFirst().text()),
        event(reader));
    happen("web2");
    assertEquals("id: 2", event(reader).getFirst());
  }

  @Test
  void aListenerGoesOnBehindTheNumberThatItNames() throws IOException {
    open(LONG, LONG);
    for (int i = 1; i <= 9; i++) {
      happen("web" + i);
    }
    assertEquals("id: 6", event(reader(ask("GET /api/v1/events?since=5 HTTP/1.0"))).getFirst());
    String resumed = "GET /api/v1/events?since=1 HTTP/1.1\r\nHost: x\r\nLast-Event-ID: 8";
    assertEquals("id: 9", event(reader(ask(resumed))).getFirst());
    String stranger = "GET /api/v1/events HTTP/1.0\r\nLast-Event-ID: 4711";
    assertEquals("id: 1", event(reader(ask(stranger))).getFirst());
  }

  @Test
  void whatMemoryDoesNotHoldComesFromDisk() throws IOException {
    List<Journal.Dated> batch =
        Collections.nCopies(
            1_000, new Journal.Dated(Instant.EPOCH, Entry.of("server", "server", "web1")));
    for (int i = 0; i < 6; i++) {
      journal.append(batch);
    }
    open(LONG, LONG);
    BufferedReader reader = reader(ask("GET /api/v1/events?since=10&follow=false HTTP/1.0"));
    for (int i = 11; i <= 6_000; i++) {
      assertEquals("id: " + i, event(reader).getFirst());
    }
    assertEquals(null, reader.readLine(), "it ends where the journal does");
  }

  @Test
  void whereNothingHappensACommentShowsThatSomebodyIsThere() throws IOException {
    open(Duration.ofMillis(20), LONG);
    BufferedReader reader = reader(ask("GET /api/v1/events HTTP/1.0"));
    int beats = 0;
    while (beats < 3) {
      beats += reader.readLine().equals(":") ? 1 : 0;
    }
  }

  @Test
  void whoTakesNothingIsDroppedWithALastCommentAndABoundedBuffer() throws IOException {
    open(LONG, Duration.ofMillis(200));
    Socket stalled = ask("GET /api/v1/events HTTP/1.0");
    until(() -> streams.listeners() == 1, "it listens");
    Entry entry = Entry.of("server", "because", "x".repeat(900));
    List<Journal.Dated> batch = Collections.nCopies(500, new Journal.Dated(Instant.EPOCH, entry));
    for (int i = 0; i < 20; i++) {
      journal.append(batch); // 10 MB
    }
    until(() -> streams.listeners() == 0, "it was dropped");
    stalled.setSoTimeout(30_000);
    long taken = 0;
    byte[] some = new byte[64 << 10];
    try {
      for (int read = 0; read >= 0; read = stalled.getInputStream().read(some)) {
        taken += read;
      }
    } catch (IOException reset) {
      taken += 0; // the last word may be cut off
    }
    assertTrue(taken < 6 << 20, taken + " bytes were kept for it");
  }

  @Test
  void whoReadsSlowlyButReadsGetsEverythingInOrder() throws IOException {
    open(LONG, LONG);
    Entry entry = Entry.of("server", "because", "x".repeat(900));
    List<Journal.Dated> batch = Collections.nCopies(500, new Journal.Dated(Instant.EPOCH, entry));
    for (int i = 0; i < 6; i++) {
      journal.append(batch);
    }
    Socket slow = ask("GET /api/v1/events?since=0 HTTP/1.0");
    BufferedReader reader = reader(slow);
    for (int i = 1; i <= 3_000; i++) {
      assertEquals("id: " + i, event(reader).getFirst());
    }
  }

  @Test
  void oneTooManyIsRefusedInWordsAndAPlaceThatIsLeftIsFree() throws IOException {
    open(LONG, LONG);
    for (int i = 0; i < EventStreams.LISTENERS_MAX; i++) {
      assertEquals("HTTP/1.0 200 OK", reader(ask("GET /api/v1/events HTTP/1.0")).readLine());
    }
    BufferedReader refused = reader(ask("GET /api/v1/events HTTP/1.0"));
    assertTrue(refused.readLine().contains(" 503 "));
    String rest = String.join("\n", refused.lines().toList());
    assertTrue(rest.contains("32 others follow the events already"), rest);
    sockets.getFirst().close();
    until(() -> streams.listeners() == EventStreams.LISTENERS_MAX - 1, "one left");
    assertEquals("HTTP/1.0 200 OK", reader(ask("GET /api/v1/events HTTP/1.0")).readLine());
  }

  @Test
  void whoClosesHisHalfHasLeft() throws IOException {
    open(LONG, LONG);
    Socket half = ask("GET /api/v1/events HTTP/1.0");
    until(() -> streams.listeners() == 1, "it listens");
    half.shutdownOutput();
    until(() -> streams.listeners() == 0, "it left");
    happen("web1");
  }

  @Test
  void whatIsNoNumberIsRefused() throws IOException {
    open(LONG, LONG);
    for (String wrong : List.of("since=x", "since=-1", "since=9999999999999999999", "follow=no")) {
      String line = reader(ask("GET /api/v1/events?" + wrong + " HTTP/1.0")).readLine();
      assertTrue(line.contains(" 400 "), wrong + ": " + line);
    }
    assertTrue(reader(ask("POST /api/v1/events HTTP/1.0")).readLine().contains(" 405 "));
  }
}
