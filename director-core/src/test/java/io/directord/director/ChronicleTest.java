package io.directord.director;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.director.config.DirectorConfig;
import io.directord.director.journal.Entry;
import io.directord.director.journal.JournalLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChronicleTest {
  private static final DirectorConfig NOTHING = Configs.director("");

  @TempDir Path folder;
  private final ExecutorService disk = Executors.newSingleThreadExecutor();

  private final Queue<Throwable> bugs = new ConcurrentLinkedQueue<>();

  @AfterEach
  void end() {
    disk.shutdown();
    assertEquals(List.of(), List.copyOf(bugs));
  }

  private static Entry server(int number) {
    return Entry.of("server", "server", "web" + number);
  }

  private static void finish(Chronicle chronicle) throws Exception {
    chronicle.finish(Duration.ZERO).toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  @Test
  void whatHappensIsWrittenInOrderAndToldWhenItIsOnDisk() throws Exception {
    Chronicle chronicle = new Chronicle(disk, folder, false, List::of, bugs::add);
    chronicle.apply(NOTHING);
    for (int i = 1; i <= 3_000; i++) {
      chronicle.write(Instant.EPOCH, server(i));
    }
    finish(chronicle);
    assertEquals(3_000, chronicle.journal().latest());
    List<String> lines = Files.readAllLines(folder.resolve("events.jsonl"));
    for (int i = 1; i <= 3_000; i++) {
      JournalLine line = JournalLine.of(lines.get(i - 1)).orElseThrow();
      assertEquals(i, line.sequence());
      assertEquals("web" + i, line.event().orElseThrow().text("server"));
    }
  }

  @Test
  void aThousandAtATimeSoThatOtherWorkOfTheDiskWaitsForNoMore() throws Exception {
    Chronicle chronicle = new Chronicle(disk, folder, false, List::of, bugs::add);
    chronicle.apply(NOTHING);
    CountDownLatch all = new CountDownLatch(1);
    disk.execute(() -> await(all));
    chronicle.write(
        Instant.EPOCH, () -> IntStream.range(0, 5_000).mapToObj(i -> server(i)).toList());
    Future<Long> between = disk.submit(() -> chronicle.journal().latest());
    all.countDown();
    assertEquals(1_000, between.get(30, TimeUnit.SECONDS));
    finish(chronicle);
    assertEquals(5_000, chronicle.journal().latest(), "an end waits for all");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(30, TimeUnit.SECONDS));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void anEventWithoutWordsIsABugAndToldAsOne() throws Exception {
    Chronicle chronicle = new Chronicle(disk, folder, false, List::of, bugs::add);
    chronicle.apply(NOTHING);
    chronicle.write(
        Instant.EPOCH,
        () -> {
          throw new IllegalStateException("no words");
        });
    disk.submit(() -> {}).get(30, TimeUnit.SECONDS);
    assertEquals("no words", bugs.remove().getMessage());
  }

  @Test
  void aShadowRemembersButWritesNothing() throws Exception {
    Chronicle chronicle = new Chronicle(disk, folder, true, List::of, bugs::add);
    chronicle.apply(NOTHING);
    chronicle.write(Instant.EPOCH, server(1));
    finish(chronicle);
    assertEquals(1, chronicle.journal().read(0).size());
    try (var files = Files.list(folder)) {
      assertEquals(0, files.count());
    }
  }

  @Test
  void whatADiskDidNotTakeIsCountedInTheJournalWhenItDoesAgain() throws Exception {
    Path file = folder.resolve("events.jsonl");
    Files.createSymbolicLink(file, Path.of("/dev/full"));
    Chronicle chronicle = new Chronicle(disk, folder, false, List::of, bugs::add);
    chronicle.apply(NOTHING);
    for (int i = 0; i < 5; i++) {
      chronicle.write(Instant.EPOCH, server(i));
      disk.submit(() -> {}).get(30, TimeUnit.SECONDS);
    }
    assertEquals(0, chronicle.journal().latest(), "nobody was told of what is not on disk");
    Files.delete(file);
    chronicle.write(Instant.EPOCH, server(5));
    finish(chronicle);
    assertTold(chronicle);
  }

  private static void assertTold(Chronicle chronicle) throws IOException {
    List<JournalLine> told = chronicle.journal().read(0);
    assertEquals(List.of("journal-lost", "server"), told.stream().map(JournalLine::kind).toList());
    assertTrue(told.getFirst().text().contains("\"count\":\"5\""), told.getFirst().text());
  }
}
