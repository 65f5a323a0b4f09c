package io.directord.director.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.directord.director.config.EventKinds.Level;
import io.directord.director.config.HookConfig;
import io.directord.director.config.HookConfig.Arguments;
import io.directord.director.config.HookConfig.Filter;
import io.directord.director.config.Secret;
import io.directord.director.config.Secrets;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Programs, pipes and web servers are really told. */
@Timeout(60)
final class HooksTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Secrets SECRETS = new Secrets(Optional.empty());
  private static final JournalEvent ROLE =
      event("role", Map.of("router", "public", "role", "active", "priority", "150"));

  /** What a web server was sent. */
  private record Posted(String body, String node, String token) {}

  @TempDir Path folder;
  private final BlockingQueue<Posted> posted = new LinkedBlockingQueue<>();

  private static JournalEvent event(String kind, Map<String, String> fields) {
    return new JournalEvent(1, Instant.EPOCH, kind, fields);
  }

  private static HookConfig hook(String name, HookConfig.Way way) {
    return new HookConfig(name, way, Filter.ALL, PATIENCE, 3);
  }

  private static HookConfig.Program shell(String line) {
    return new HookConfig.Program(List.of("/bin/sh", "-c", line, "hook"), Arguments.NONE);
  }

  private HttpServer serve(HttpServer server, List<Integer> answers) {
    BlockingQueue<Integer> next = new LinkedBlockingQueue<>(answers);
    server.createContext("/", exchange -> answer(exchange, next));
    server.start();
    return server;
  }

  private void answer(HttpExchange exchange, BlockingQueue<Integer> next) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    var headers = exchange.getRequestHeaders();
    posted.add(
        new Posted(body, headers.getFirst("Directord-Node"), headers.getFirst("Authorization")));
    Integer status = next.poll();
    exchange.sendResponseHeaders(status == null ? 204 : status, -1);
    exchange.close();
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  @Test
  void aWebServerIsPostedTheLineAndToldAgainWhenItDoesNotTakeIt() throws Exception {
    HttpServer server = serve(HttpServer.create(loopback(), 0), List.of(503, 302));
    Path token = Files.writeString(folder.resolve("token"), "Bearer abc\n");
    URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook?x=1");
    HookConfig.Web way =
        new HookConfig.Web(url, Map.of("Authorization", new Secret.File(token)), Optional.empty());
    try (Journal journal = Journal.open(folder);
        Hooks hooks = new Hooks(journal, folder, "lvs1", SECRETS)) {
      hooks.apply(List.of(hook("web", way)));
      JournalLine line = journal.append(Instant.EPOCH, "role", ROLE.fields());
      for (int attempt = 1; attempt <= 3; attempt++) {
        Posted one = posted.poll(30, TimeUnit.SECONDS);
        assertEquals(new Posted(line.text(), "lvs1", "Bearer abc"), one);
      }
      hooks.finish(PATIENCE);
      assertEquals(null, posted.poll(), "204 was enough");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aCertificateThatNobodyVouchesForIsNotTalkedTo() throws Exception {
    Path store = folder.resolve("store.p12");
    Path pem = folder.resolve("server.pem");
    keytool(
        "-genkeypair",
        "-keystore",
        store + "",
        "-dname",
        "CN=hook",
        "-keyalg",
        "EC",
        "-ext",
        "san=ip:127.0.0.1",
        "-alias",
        "hook");
    keytool("-exportcert", "-rfc", "-keystore", store + "", "-alias", "hook", "-file", pem + "");
    HttpsServer server = HttpsServer.create(loopback(), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context(store)));
    serve(server, List.of());
    URI url = URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/");
    try {
      var strange =
          new WebTelling(new HookConfig.Web(url, Map.of(), Optional.empty()), "n", SECRETS);
      String trouble = strange.attempt(ROLE, PATIENCE);
      assertTrue(trouble.contains("SSLHandshakeException"), trouble);
      assertTrue(posted.isEmpty());
      var known = new WebTelling(new HookConfig.Web(url, Map.of(), Optional.of(pem)), "n", SECRETS);
      assertEquals("", known.attempt(ROLE, PATIENCE));
      assertEquals(1, posted.size());
    } finally {
      server.stop(0);
    }
  }

  private static void keytool(String... words) throws Exception {
    List<String> all = new java.util.ArrayList<>(List.of(words));
    all.addFirst(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    all.addAll(List.of("-storepass", "changeit"));
    Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
  }

  private static SSLContext context(Path store) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, "changeit".toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, "changeit".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  @Test
  void aWebServerThatSaysNothingIsLeftAfterTheTimeout() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      URI url = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/");
      var telling =
          new WebTelling(new HookConfig.Web(url, Map.of(), Optional.empty()), "n", SECRETS);
      String trouble = telling.attempt(ROLE, Duration.ofMillis(100));
      assertTrue(trouble.contains("timed out"), trouble);
    }
  }

  @Test
  void aHookThatHangsDelaysNobodyElse() throws Exception {
    Path heard = folder.resolve("heard");
    try (Journal journal = Journal.open(folder);
        ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Hooks hooks = new Hooks(journal, folder, "lvs1", SECRETS)) {
      URI nobody = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/");
      HookConfig good = hook("good", shell("echo $DIRECTORD_SEQUENCE >> " + heard));
      hooks.apply(
          List.of(
              hook("hanging", shell("exec sleep 1000")),
              hook("silent", new HookConfig.Web(nobody, Map.of(), Optional.empty())),
              good));
      for (int i = 0; i < 20; i++) {
        journal.append(Instant.EPOCH, "role", ROLE.fields());
      }
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      Path progress = folder.resolve("hook-good.sequence");
      while (!Files.exists(progress) || !Files.readString(progress).equals("20\n")) {
        assertTrue(System.nanoTime() - deadline < 0, "the good one heard all");
        Thread.onSpinWait();
      }
      assertEquals(20, Files.readAllLines(heard).size());
      hooks.apply(List.of());
    }
    ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly);
  }

  @Test
  void aPipeGetsKeepalivedsWordsAndOneThatNobodyReadsIsLeft() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    ProgramTelling telling = ProgramTelling.into(pipe, Arguments.KEEPALIVED);
    assertEquals(
        "timed out after 50 ms: nobody reads it", telling.attempt(ROLE, Duration.ofMillis(50)));
    Process reader = new ProcessBuilder("cat", pipe.toString()).start();
    assertEquals("", telling.attempt(ROLE, PATIENCE));
    String read = new String(reader.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals("INSTANCE \"public\" MASTER 150\n", read);
    assertEquals("", telling.attempt(event("panic", Map.of("service", "web")), PATIENCE));
    ProgramTelling nowhere = ProgramTelling.into(folder.resolve("no"), Arguments.NONE);
    assertEquals("no such pipe", nowhere.attempt(ROLE, PATIENCE));
    assertTrue(Files.notExists(folder.resolve("no")));
  }

  @Test
  void aHookHearsWhatItsFilterNames() {
    JournalEvent server =
        event("server", Map.of("service", "web", "server", "web1", "state", "down"));
    JournalEvent check = event("check", Map.of("name", "shop/a,web/web1", "state", "down"));
    assertTrue(Choice.wants(Filter.ALL, server));
    assertEquals("true false", both(filter(Level.WARNING, "", "", ""), server, ROLE));
    assertEquals("true false", both(filter(Level.INFO, "public", "", ""), ROLE, server));
    assertEquals("true true", both(filter(Level.INFO, "", "web", ""), server, check));
    assertEquals("true true", both(filter(Level.INFO, "", "", "web/web1"), server, check));
    assertEquals("false true", both(filter(Level.INFO, "", "shop", ""), server, check));
    assertEquals("false false", both(filter(Level.INFO, "", "", "web/web2"), server, check));
  }

  private static String both(Filter filter, JournalEvent one, JournalEvent other) {
    return Choice.wants(filter, one) + " " + Choice.wants(filter, other);
  }

  private static Filter filter(Level level, String router, String service, String server) {
    return new Filter(Set.of(), level, set(router), set(service), set(server));
  }

  private static Set<String> set(String word) {
    return word.isEmpty() ? Set.of() : Set.of(word);
  }
}
