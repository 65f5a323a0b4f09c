package io.directord.failover.peer;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two directors' channels in two network namespaces, by a cable. */
@Timeout(120)
final class PeerChannelIT {
  private static final String A = "peer-it-a";
  private static final String B = "peer-it-b";
  private static final String A4 = "198.18.8.1";
  private static final String B4 = "198.18.8.2";
  private static final String KEY = HexFormat.of().formatHex(Samples.KEY);
  private static final String OTHER_KEY = HexFormat.of().formatHex(Samples.OTHER_KEY);
  private static final long PATIENCE_SECONDS = 20;

  private final List<Running> started = new ArrayList<>();

  @BeforeEach
  void connect() {
    assumeTrue(Files.isWritable(Path.of("/run")), "needs root");
    assumeTrue(Files.exists(Path.of("/usr/sbin/ip")) || Files.exists(Path.of("/sbin/ip")), "ip");
    disconnect();
    run("ip netns add " + A);
    run("ip netns add " + B);
    run("ip -n " + A + " link add eth0 type veth peer name eth0 netns " + B);
    for (String each : List.of(A + " " + A4 + " 1", B + " " + B4 + " 2")) {
      String[] words = each.split(" ", -1);
      run("ip -n " + words[0] + " address add " + words[1] + "/24 dev eth0");
      run("ip -n " + words[0] + " address add fe80::" + words[2] + "/64 dev eth0 nodad");
      run("ip -n " + words[0] + " link set eth0 up");
    }
  }

  @AfterEach
  void end() {
    started.forEach(each -> each.process().destroyForcibly());
    disconnect();
  }

  private static void disconnect() {
    for (String each : List.of(A, B)) {
      if (Files.exists(Path.of("/run/netns", each))) {
        run("ip netns delete " + each);
      }
    }
  }

  @Test
  void twoDirectorsHearEachOtherByMulticastAndSayWhenOneIsSilentAndWhenItIsBack() {
    Running a = channel(A, "lvs1", "4", KEY, "-");
    Running b = channel(B, "lvs2", "4", KEY, "-");
    a.says("peers lvs2=heard");
    b.says("peers lvs1=heard");
    b.process().destroyForcibly();
    a.says("peers lvs2=silent");
    channel(B, "lvs2", "4", KEY, "-");
    a.says("peers lvs2=heard");
  }

  @Test
  void soTheyDoByMulticastOfIpv6AndByUnicastOfBoth() {
    for (String[] peers :
        new String[][] {{"6", "-", "-"}, {"4", B4, A4}, {"6", "fe80::2", "fe80::1"}}) {
      Running a = channel(A, "lvs1", peers[0], KEY, peers[1]);
      Running b = channel(B, "lvs2", peers[0], KEY, peers[2]);
      a.says("peers lvs2=heard");
      b.says("peers lvs1=heard");
      a.process().destroyForcibly();
      b.process().destroyForcibly();
    }
  }

  @Test
  void anotherKeyIsCountedAndToldOnce() {
    Running a = channel(A, "lvs1", "4", KEY, "-");
    channel(B, "lvs2", "4", OTHER_KEY, "-");
    a.says("stranger " + B4 + " news");
    a.until(line -> line.startsWith("peers MALFORMED") && !line.contains("SIGNATURE=0"));
    a.until(line -> line.equals("stranger " + B4));
  }

  @Test
  void whatWasRecordedOfAnEarlierRunIsNotBelieved() {
    Running recorder = program(A, "record", "5");
    recorder.says("recording");
    Running b = channel(B, "lvs2", "4", KEY, A4);
    List<String> recorded = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      recorded.add(recorder.until(line -> line.startsWith("heard ")).substring(6));
    }
    b.process().destroyForcibly();
    recorder.process().destroyForcibly();
    Running a = channel(A, "lvs1", "4", KEY, B4);
    a.says("peers MALFORMED=0");
    List<String> again = new ArrayList<>(List.of("send", A4));
    again.addAll(recorded);
    again.addAll(recorded);
    program(B, again.toArray(String[]::new)).says("sent");
    String line = a.until(each -> each.contains("UNPROVEN=5"));
    assertTrue(line.contains("REPLAY=5"), line);
    assertTrue(line.startsWith("peers MALFORMED=0"), line);
  }

  @Test
  void aCableThatIsPulledAndAnInterfaceThatIsMadeAnewAreOvercome() {
    Running a = channel(A, "lvs1", "4", KEY, "-");
    channel(B, "lvs2", "4", KEY, "-");
    a.says("peers lvs2=heard");
    run("ip -n " + A + " link delete eth0");
    a.says("peers lvs2=silent");
    run("ip -n " + A + " link add eth0 type veth peer name eth0 netns " + B);
    run("ip -n " + A + " address add " + A4 + "/24 dev eth0");
    run("ip -n " + B + " address add " + B4 + "/24 dev eth0");
    run("ip -n " + A + " link set eth0 up");
    run("ip -n " + B + " link set eth0 up");
    a.says("peers lvs2=heard");
  }

  private Running channel(String namespace, String node, String family, String key, String peers) {
    return program(namespace, "channel", node, "eth0", family, key, peers);
  }

  private Running program(String namespace, String... words) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "ip",
                "netns",
                "exec",
                namespace,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                PeerProgram.class.getName()));
    command.addAll(List.of(words));
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      BlockingQueue<String> lines = new LinkedBlockingQueue<>();
      Thread.ofPlatform().daemon().start(() -> read(process, lines));
      Running running = new Running(process, lines);
      started.add(running);
      return running;
    } catch (IOException e) {
      return fail(e);
    }
  }

  private static void read(Process process, BlockingQueue<String> lines) {
    try (BufferedReader said =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        lines.add(line);
      }
    } catch (IOException ended) {
      lines.add("ended");
    }
  }

  /** A program, and what it says. */
  private record Running(Process process, BlockingQueue<String> lines) {
    void says(String beginning) {
      until(line -> line.startsWith(beginning));
    }

    String until(Predicate<String> wanted) {
      String last = "";
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      try {
        while (true) {
          String line = lines.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
          if (line == null) {
            return fail("it does not say that; it said last: " + last);
          }
          if (wanted.test(line)) {
            return line;
          }
          last = line;
        }
      } catch (InterruptedException e) {
        return fail(e);
      }
    }
  }

  private static void run(String command) {
    try {
      Process process = new ProcessBuilder(command.split(" ", -1)).inheritIO().start();
      assertTrue(process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0, command);
    } catch (IOException | InterruptedException e) {
      fail(command, e);
    }
  }
}
