package io.directord.health.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.health.Program;
import io.directord.health.TestLoop;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against Debian's memcached. */
final class MemcachedIT {
  private static final MemcachedCheck VERSION = new MemcachedCheck("");
  private static final MemcachedCheck KEPT = new MemcachedCheck("directord:check");

  private static final TestLoop loops = new TestLoop();

  @TempDir private Path directory;

  @BeforeAll
  static void isThere() {
    Program.require("memcached", "memcached");
  }

  @AfterAll
  static void nothingLeaked() {
    loops.close();
  }

  @Test
  void aServerIsUpUntilItIsFrozenOrGone() {
    InetSocketAddress address = Asked.local(Program.freePort());
    try (Program server = server(address)) {
      String version = ask(address, VERSION);
      assertTrue(version.matches("UP memcached [0-9.]+"), version);
      assertEquals(version + ", set and get", ask(address, KEPT));
      server.freeze();
      assertEquals(
          "TIMEOUT no answer within 300ms (connected, waiting for the answer to version)",
          Asked.briefly(loops, address, VERSION));
    }
    assertEquals("REFUSED connection refused", ask(address, VERSION));
  }

  private static String ask(InetSocketAddress address, MemcachedCheck check) {
    return Asked.of(loops, address, check);
  }

  private Program server(InetSocketAddress address, String... more) {
    List<String> command = new ArrayList<>(List.of("memcached", "-l", "127.0.0.1", "-U", "0"));
    command.addAll(List.of("-p", Integer.toString(address.getPort()), "-t", "1", "-u"));
    command.add(System.getProperty("user.name"));
    command.addAll(List.of(more));
    return Program.start(directory, command.toArray(new String[0])).awaitTcp(address);
  }
}
