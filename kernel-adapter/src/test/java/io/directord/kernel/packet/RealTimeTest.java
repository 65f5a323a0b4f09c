package io.directord.kernel.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

final class RealTimeTest {
  @Test
  void onlyTheCallingThreadBecomesPunctual() throws Exception {
    CompletableFuture<Optional<String>> refusal = new CompletableFuture<>();
    CompletableFuture<String> policy = new CompletableFuture<>();
    Thread.ofPlatform()
        .start(() -> {
          refusal.complete(RealTime.scheduleFifo(10));
          policy.complete(policy());
        });
    Optional<String> said = refusal.get(30, TimeUnit.SECONDS);
    Assumptions.assumeTrue(said.isEmpty(), () -> said.orElse(""));
    assertEquals("10 1", policy.get(30, TimeUnit.SECONDS));
    assertEquals("0 0", policy());
  }

  @Test
  void aPriorityThatThereIsNotIsRefusedInWords() {
    assertEquals(Optional.of("SCHED_FIFO 100: priority must be 1..99"), RealTime.scheduleFifo(100));
  }

  @Test
  void theThreadThatStopsAllOthersIsPunctualToo() throws IOException {
    Optional<String> said = RealTime.scheduleVmThread(11);
    Assumptions.assumeTrue(said.isEmpty(), () -> said.orElse(""));
    try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
      Path vm =
          threads
              .filter(thread -> read(thread.resolve("comm")).strip().equals("VM Thread"))
              .findFirst()
              .orElseThrow();
      assertEquals("11 1", policy(vm));
    }
  }

  @Test
  void aFavouredProcessStartsProgramsThatAreNot() throws Exception {
    Optional<String> said = RealTime.favourProcess();
    Assumptions.assumeTrue(said.isEmpty(), () -> said.orElse(""));
    Process cat = RealTime.start(new ProcessBuilder("/bin/cat", "/proc/self/stat"));
    String program = new String(cat.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    assertEquals("0", nice(program));
    assertEquals("-10", nice(read(Path.of("/proc/thread-self/stat"))));
    assertTrue(cat.waitFor(30, TimeUnit.SECONDS));
  }

  @Test
  void memoryIsLockedOrItIsSaidWhyNot() throws Exception {
    Optional<String> refusal = RealTime.lockMemory();
    Assumptions.assumeTrue(refusal.isEmpty(), () -> refusal.orElse(""));
    String locked =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("VmLck:"))
            .findFirst()
            .orElseThrow();
    assertTrue(!locked.matches("VmLck:\\s+0 kB"), locked);
  }

  /** Real-time priority and policy, fields 40 and 41 of proc_pid_stat(5). */
  private static String policy() {
    return policy(Path.of("/proc/thread-self"));
  }

  private static String policy(Path thread) {
    String stat = read(thread.resolve("stat"));
    return stat.substring(stat.lastIndexOf(')') + 2)
        .replaceFirst("(?:\\S+ ){37}(\\S+) (\\S+) .*\\s*", "$1 $2");
  }

  /** Field 19 of proc_pid_stat(5). */
  private static String nice(String stat) {
    return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[16];
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }
}
