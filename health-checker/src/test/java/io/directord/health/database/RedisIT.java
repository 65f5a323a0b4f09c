package io.directord.health.database;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.directord.health.Eventually;
import io.directord.health.Program;
import io.directord.health.TestLoop;
import io.directord.health.TestServer;
import io.directord.health.database.RedisCheck.Role;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against Debian's redis-server. */
final class RedisIT {
  private static final RedisCheck PING = check(Credentials.NONE, Role.ANY, false);
  private static final RedisCheck MASTER = check(Credentials.NONE, Role.MASTER, false);
  private static final RedisCheck REPLICA = check(Credentials.NONE, Role.REPLICA, true);

  private static final TestLoop loops = new TestLoop();

  @TempDir private static Path directory;

  @BeforeAll
  static void isThere() {
    Program.require("redis-server", "redis-server");
  }

  @AfterAll
  static void nothingLeaked() {
    loops.close();
  }

  @Test
  void aServerWithoutPasswordIsUpUntilItIsFrozenOrGone() throws IOException {
    InetSocketAddress address = Asked.local(Program.freePort());
    try (Program server = server(address)) {
      assertEquals("UP PONG", ask(address, PING));
      assertEquals("UP PONG, master, replicas 0", ask(address, MASTER));
      assertEquals("STATUS master, replicas 0; expected a replica", ask(address, REPLICA));
      assertEquals(
          "STATUS answered \"ERR AUTH <password> called without any password configured for t…\"",
          ask(address, check(Asked.user("", "secret"), Role.ANY, false)));
      server.freeze();
      assertEquals(
          "TIMEOUT no answer within 300ms (connected, waiting for the answer to PING)",
          Asked.briefly(loops, address, PING));
      server.thaw();
      assertEquals("UP PONG", ask(address, PING));
    }
    assertEquals("REFUSED connection refused", ask(address, PING));
  }

  @Test
  void aPasswordIsShownToAServerThatWantsOne() throws IOException {
    InetSocketAddress address = Asked.local(Program.freePort());
    try (Program _ = server(address, "--requirepass", "secret")) {
      assertEquals("STATUS wants a password (NOAUTH): give the check one", ask(address, PING));
      assertEquals(
          "STATUS refuses user or password (WRONGPASS)",
          ask(address, check(Asked.user("", "wrong"), Role.ANY, false)));
      assertEquals("UP PONG", ask(address, check(Asked.user("", "secret"), Role.ANY, false)));
      assertEquals(
          "UP PONG, master, replicas 0",
          ask(address, check(Asked.user("default", "secret"), Role.MASTER, false)));
      tell(address, "AUTH secret", "ACL SETUSER small on >tiny -@all +ping");
      assertEquals("UP PONG", ask(address, check(Asked.user("small", "tiny"), Role.ANY, false)));
      assertEquals(
          "STATUS does not permit the user this (\"NOPERM this user has no permissions to run the"
              + " 'role' command\")",
          ask(address, check(Asked.user("small", "tiny"), Role.MASTER, false)));
    }
  }

  @Test
  void aReplicaIsToldFromItsMasterAndFromOneThatHasLostIt() throws IOException {
    InetSocketAddress first = Asked.local(Program.freePort());
    InetSocketAddress second = Asked.local(Program.freePort());
    String master = Integer.toString(first.getPort());
    String stale = "--replica-serve-stale-data";
    try (Program one = server(first);
        Program _ = server(second, "--replicaof", "127.0.0.1 " + master, stale, "no")) {
      String healthy = "UP PONG, replica of \"127.0.0.1:" + master + "\", \"connected\"";
      Eventually.until(() -> ask(second, REPLICA).equals(healthy), () -> ask(second, REPLICA));
      Eventually.until(
          () -> ask(first, MASTER).equals("UP PONG, master, replicas 1"), () -> ask(first, MASTER));
      String complaint =
          "STATUS replica of \"127.0.0.1:" + master + "\", \"connected\"; expected a";
      assertEquals(complaint + " master", ask(second, MASTER));
      one.kill();
      String down = "STATUS is a replica that has lost its master (MASTERDOWN)";
      Eventually.until(() -> ask(second, PING).equals(down), () -> ask(second, PING));
      tell(second, "CONFIG SET replica-serve-stale-data yes");
      String lost =
          "STATUS replica of \"127.0.0.1:" + master + "\", \"connect\", expected \"connected\"";
      Eventually.until(
          () -> ask(second, REPLICA).replace("connecting", "connect").equals(lost),
          () -> ask(second, REPLICA));
    }
  }

  @Test
  void aServerThatIsLoadingItsDataIsDown() throws IOException {
    InetSocketAddress address = Asked.local(Program.freePort());
    try (Program _ = server(address, "--enable-debug-command", "local")) {
      tell(address, "DEBUG POPULATE 2000 key 100", "SAVE");
    }
    String delay = "--key-load-delay";
    String often = "--loading-process-events-interval-bytes";
    try (Program _ = server(address, delay, "10000", often, "1024")) {
      assertEquals("STATUS is still loading its data (LOADING)", ask(address, PING));
    }
  }

  @Test
  void aServerThatHasTooManyClientsSaysSo() throws IOException {
    InetSocketAddress address = Asked.local(Program.freePort());
    try (Program _ = server(address, "--maxclients", "1");
        Socket _ = admitted(address)) {
      String outcome = ask(address, PING);
      // The server hangs up at once: its words, or a reset that overtakes them.
      assertEquals(
          "STATUS answered \"ERR max number of clients reached\"",
          outcome.startsWith("RESET")
              ? "STATUS answered \"ERR max number of clients reached\""
              : outcome);
    }
  }

  @Test
  void anotherProtocolIsNotTakenForRedis() {
    try (TestServer http = TestServer.start(TestServer.answering("HTTP/1.1 200 OK\r\n\r\n"));
        TestServer ssh =
            TestServer.start(client -> {
              client.getOutputStream().write("SSH-2.0-OpenSSH_9.2p1\r\n".getBytes(UTF_8));
              TestServer.awaitEnd(client);
            })) {
      assertEquals("PROTOCOL not Redis: \"SSH-2.0-OpenSSH_9.2p1..\"", ask(ssh.address(), PING));
      assertEquals(
          "TIMEOUT no answer within 300ms (connected, waiting for the answer to PING)",
          Asked.briefly(loops, http.address(), PING));
    }
  }

  private static RedisCheck check(Credentials credentials, Role role, boolean connected) {
    return new RedisCheck(credentials, role, connected);
  }

  private static String ask(InetSocketAddress address, RedisCheck check) {
    return Asked.of(loops, address, check);
  }

  private static Program server(InetSocketAddress address, String... more) throws IOException {
    Path own = Files.createDirectories(directory.resolve(Integer.toString(address.getPort())));
    List<String> command = new ArrayList<>(List.of("redis-server", "--bind", "127.0.0.1"));
    command.addAll(List.of("--port", Integer.toString(address.getPort()), "--save", ""));
    command.addAll(List.of(more));
    return Program.start(own, command.toArray(new String[0])).awaitTcp(address);
  }

  /** Once the server has noticed that those before have gone. */
  private static Socket admitted(InetSocketAddress address) throws IOException {
    while (true) {
      Socket socket = new Socket(address.getAddress(), address.getPort());
      if (converse(socket, "PING").equals("+PONG")) {
        return socket;
      }
      socket.close();
    }
  }

  private static void tell(InetSocketAddress address, String... commands) throws IOException {
    try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
      for (String command : commands) {
        assertEquals("+OK", converse(socket, command));
      }
    }
  }

  private static String converse(Socket socket, String command) throws IOException {
    socket.getOutputStream().write((command + "\r\n").getBytes(UTF_8));
    StringBuilder line = new StringBuilder();
    for (int next = socket.getInputStream().read();
        next >= 0 && next != '\n';
        next = socket.getInputStream().read()) {
      line.append((char) next);
    }
    return line.toString().strip();
  }
}
