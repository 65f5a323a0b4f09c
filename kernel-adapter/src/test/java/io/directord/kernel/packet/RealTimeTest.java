package io.directord.kernel.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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
    try {
      String stat = Files.readString(Path.of("/proc/thread-self/stat"));
      return stat.substring(stat.lastIndexOf(')') + 2)
          .replaceFirst("(?:\\S+ ){37}(\\S+) (\\S+) .*\\s*", "$1 $2");
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }
}
