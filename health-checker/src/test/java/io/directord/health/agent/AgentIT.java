package io.directord.health.agent;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.directord.health.Advice;
import io.directord.health.Eventually;
import io.directord.health.FailureKind;
import io.directord.health.OneProbe;
import io.directord.health.ProbeOutcome;
import io.directord.health.Program;
import io.directord.health.TestLoop;
import io.directord.health.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One agent, asked by HAProxy and by us: its words mean the same to both. */
final class AgentIT {
  private static final String BASE = "ready up 100% maxconn:10\n";
  private static final View BASE_VIEW = new View(true, "", 100, 10);
  private static final List<String> LINES =
      List.of(
          "up",
          "UP",
          "down",
          "fail #disk",
          "Stopped # for the night",
          "drain",
          "maint",
          "50% maint",
          "drain ready",
          "ready,25%",
          "\t25%,",
          "40% 60%",
          "up blah 40% 60%",
          "0%",
          "200%",
          "50%x",
          "50",
          "blah",
          "up#hi",
          "up #50%",
          "down up",
          "up down",
          "maxconn:3",
          "maxconn:3 maxconn:4 70%",
          "maxconn:abc",
          "maxconn:0");

  @AutoClose private static final TestLoop LOOP = new TestLoop();
  @TempDir private Path folder;
  private volatile String line = BASE;

  /**
   * What can be known of the server.
   *
   * @param mode {@code drain}, {@code maint} or nothing
   */
  private record View(boolean up, String mode, int percent, int connectionsMax) {}

  @BeforeAll
  static void needs() {
    Program.require("haproxy", "haproxy");
  }

  @Test
  void everyWordMeansWhatItMeansToHaproxy() throws IOException {
    try (TestServer agent = TestServer.start(this::say);
        Program haproxy = haproxy(agent)) {
      haproxy.await("its socket", () -> Files.exists(socket()));
      for (String each : LINES) {
        line = BASE;
        Eventually.until(() -> seen().equals(BASE_VIEW), this::seen);
        line = each + "\n";
        // The first answer may have been on its way already.
        int before = agent.accepted();
        Eventually.until(() -> agent.accepted() > before + 2, agent::accepted);
        ProbeOutcome ours = OneProbe.run(LOOP.loop(), agent.address(), new AgentCheck(""));
        Eventually.until(() -> agrees(seen(), ours), () -> each + ": " + seen() + ", " + ours);
      }
    }
  }

  @Test
  void anAgentThatIsNotThereIsAFailure() {
    ProbeOutcome outcome = OneProbe.run(LOOP.loop(), TestServer.nobody(), new AgentCheck(""));
    assertEquals(new ProbeOutcome.Failure(FailureKind.REFUSED, 0, "connection refused"), outcome);
  }

  /** What a line that says down says besides, nobody needs. */
  private static boolean agrees(View haproxy, ProbeOutcome ours) {
    return switch (ours) {
      case ProbeOutcome.Failure _ -> !haproxy.up();
      case ProbeOutcome.Success success -> haproxy.equals(view(success.advice()));
    };
  }

  private static View view(Advice advice) {
    int percent =
        advice.weight().map(weight -> ((Advice.Weight.Percent) weight).percent()).orElse(100);
    Optional<Advice.Mode> mode = advice.mode();
    String word =
        mode.isEmpty()
            ? ""
            : switch (mode.get()) {
              case READY -> "";
              case DRAIN -> "drain";
              case MAINTENANCE -> "maint";
            };
    return new View(true, word, percent, advice.connectionsMax().orElse(10));
  }

  private void say(Socket client) throws IOException {
    client.getOutputStream().write(line.getBytes(US_ASCII));
    client.shutdownOutput();
    TestServer.awaitEnd(client);
  }

  private Program haproxy(TestServer agent) throws IOException {
    Path file = folder.resolve("haproxy.cfg");
    Files.writeString(
        file,
        """
        global
          stats socket %SOCKET level admin
        defaults
          mode tcp
          timeout connect 1s
          timeout client 1s
          timeout server 1s
        backend b
          server s 127.0.0.1:9 weight 100 maxconn 10 agent-check agent-port %PORT agent-inter 20ms
        """
            .replace("%SOCKET", socket().toString())
            .replace("%PORT", "" + agent.address().getPort()));
    return Program.start(folder, "haproxy", "-db", "-f", file.toString());
  }

  private Path socket() {
    return folder.resolve("s");
  }

  private View seen() {
    // https://docs.haproxy.org: show servers state, version 1
    String[] state = ask("show servers state b").lines().toList().get(2).split(" ", -1);
    List<String> statistics = ask("show stat b 4 -1 typed").lines().toList();
    int admin = Integer.parseInt(state[6]);
    String mode = (admin & 1) != 0 ? "maint" : (admin & 8) != 0 ? "drain" : "";
    return new View(
        !typed(statistics, "agent_health").equals(Optional.of("0")),
        mode,
        Integer.parseInt(state[7]),
        typed(statistics, "slim").map(Integer::parseInt).orElse(0));
  }

  private static Optional<String> typed(List<String> lines, String field) {
    return lines.stream()
        .filter(line -> line.contains("." + field + "."))
        .map(line -> line.substring(line.lastIndexOf(':') + 1))
        .findFirst();
  }

  private String ask(String command) {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket()));
      channel.write(ByteBuffer.wrap((command + "\n").getBytes(US_ASCII)));
      ByteBuffer answer = ByteBuffer.allocate(1 << 16);
      while (channel.read(answer) >= 0) {
        // Until it has said all.
      }
      return new String(answer.array(), 0, answer.position(), US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
