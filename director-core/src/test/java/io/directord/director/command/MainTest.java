package io.directord.director.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.director.Daemon;
import io.directord.director.Shadow;
import io.directord.director.StartFailure;
import io.directord.director.systemd.ServiceManager;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exit codes and messages of both programs. */
final class MainTest {
  private static final String VALID =
      """
      director { virtual-services { web {
        address = "192.0.2.1:80", check = on
        real-servers = [ { name = web1, address = 10.0.0.1 } ]
      } } }
      """;

  @TempDir Path folder;

  /** What one command line came to. */
  private record Ran(int code, String out, String err) {}

  private static Ran run(String program, String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(program, words, new PrintWriter(out, true), new PrintWriter(err, true));
    assertFalse(err.toString().contains("\tat "), "a stack trace: " + err);
    return new Ran(code, out.toString(), err.toString());
  }

  private String file(String text) throws IOException {
    return Files.writeString(folder.resolve("directord.conf"), text).toString();
  }

  @Test
  void helpAndVersionAreAnsweredOnStandardOutput() {
    for (String program : List.of("directord", "directorctl")) {
      Ran help = run(program, "--help");
      assertEquals(0, help.code());
      assertTrue(help.out().startsWith("Usage: " + program), help.out());
      assertEquals("", help.err());
      Ran version = run(program, "--version");
      assertEquals(0, version.code());
      assertTrue(version.out().startsWith("directord "), version.out());
    }
    assertEquals(0, run("directord", "check", "--help").code());
    assertEquals(0, run("directorctl", "drain", "--help").code());
  }

  @Test
  void badUsageIsOneClearLineAndWhereToLook() {
    for (String program : List.of("directord", "directorctl")) {
      Ran unknown = run(program, "explode");
      assertEquals(64, unknown.code());
      assertTrue(unknown.err().lines().findFirst().orElse("").startsWith(program + ": "));
      assertTrue(unknown.err().contains("explode"), unknown.err());
      assertTrue(unknown.err().contains("Try: " + program + " --help"), unknown.err());
      assertEquals("", unknown.out());
      assertEquals(64, run(program).code());
      assertEquals(64, run(program, "--nonsense").code());
    }
    assertEquals(64, run("directorctl", "weight", "web/web1", "heavy").code());
    assertEquals(64, run("directorctl", "drain").code());
    Ran half = run("directord", "run", "--shadow=half");
    assertEquals(64, half.code());
    assertTrue(half.err().contains("it is all or ipvs, not half"), half.err());
  }

  @Test
  void aValidFileIsSaidToBeAndCounted() throws IOException {
    Ran ran = run("directord", "check", file(VALID));
    assertEquals(0, ran.code(), ran.err());
    assertTrue(
        ran.out().endsWith(": valid; 1 virtual service, 1 real server, 0 virtual routers\n"),
        ran.out());
  }

  @Test
  void anInvalidFileHasEachProblemWithItsLine() throws IOException {
    String name = file(VALID.replace("check = on", "check = on, shceduler = rr"));
    for (String command : List.of("check", "plan")) {
      Ran ran = run("directord", command, name);
      assertEquals(1, ran.code());
      assertTrue(ran.err().startsWith(name + ":2: "), ran.err());
      assertTrue(ran.err().contains("scheduler"), ran.err());
      assertTrue(ran.err().endsWith("1 problem\n"), ran.err());
    }
  }

  @Test
  void aMissingFileIsUnreadable() {
    String name = folder.resolve("missing.conf").toString();
    for (String command : List.of("check", "plan")) {
      Ran ran = run("directord", command, name);
      assertEquals(2, ran.code());
      assertTrue(ran.err().startsWith("directord: ") && ran.err().contains(name), ran.err());
      assertEquals(1, ran.err().lines().count());
    }
  }

  @Test
  void aDaemonDoesNotStartWithoutAValidFile() throws IOException {
    assertEquals(2, start(folder.resolve("missing.conf")).exitCode());
    StartFailure invalid = start(Path.of(file("director { nonsense = 1 }")));
    assertEquals(1, invalid.exitCode());
    assertTrue(
        String.valueOf(invalid.getMessage()).endsWith("1 problem; not started"),
        invalid.getMessage());
  }

  private StartFailure start(Path config) {
    Daemon daemon =
        new Daemon(
            new Daemon.Options(config, Shadow.ALL, folder),
            ServiceManager.none(),
            "test",
            () -> Instant.EPOCH);
    return assertThrows(StartFailure.class, daemon::run);
  }

  @Test
  void withoutADaemonDirectorctlSaysSo() throws IOException {
    Path socket = folder.resolve("none.sock");
    for (String command : List.of("status", "services", "servers", "plan", "reload")) {
      Ran ran = run("directorctl", command, "--socket", socket.toString());
      assertEquals(69, ran.code());
      assertEquals(
          "directorctl: no running director at " + socket + ": there is no such socket\n",
          ran.err());
    }
    Files.createFile(socket);
    Ran dead = run("directorctl", "drain", "web/web1", "--socket", socket.toString());
    assertEquals(69, dead.code());
    assertTrue(dead.err().endsWith("nobody answers there\n"), dead.err());
  }

  @Test
  void nothingIsSweptWhileADirectorRuns() throws IOException {
    Path socket = folder.resolve("control.sock");
    String text =
        "director { control { socket = \""
            + socket
            + "\" }, virtual-routers { public {"
            + " interface = lo, vrid = 51, addresses = [ 192.0.2.10/24 ] } } }";
    String file = file(text);
    Ran alone = run("directord", "sweep", file);
    assertEquals(0, alone.code(), alone.err());
    assertEquals("", alone.out());
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      Thread hangsUp =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  server.accept().close();
                } catch (IOException closed) {
                  Thread.currentThread().interrupt();
                }
              });
      Ran beside = run("directord", "sweep", file);
      assertEquals(1, beside.code(), beside.err());
      assertTrue(beside.err().contains("nothing was removed"), beside.err());
      assertEquals(1, beside.err().lines().count());
      hangsUp.interrupt();
    }
    assertEquals(0, run("directord", "sweep", file).code());
  }
}
