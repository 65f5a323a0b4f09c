package io.directord.director.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that writes the journal is really killed, in the middle of it. */
@Timeout(120)
final class KilledJournalTest {
  private static final int KILLS = 4;
  private static final int TRANSITIONS = 1_000;

  @TempDir Path folder;

  @Test
  void whatWasAcknowledgedBeforeAKillIsThereAndNoLineIsTorn() throws Exception {
    long acknowledged = 0;
    for (int kill = 1; kill <= KILLS; kill++) {
      acknowledged = writeAndKill(acknowledged + TRANSITIONS / KILLS, kill * kill);
      try (Journal journal = Journal.in(folder, 20_000, List::of)) {
        journal.begin();
        assertTrue(journal.latest() >= acknowledged, acknowledged + " of " + journal.latest());
        whole(journal);
      }
    }
    assertTrue(acknowledged >= TRANSITIONS, acknowledged + " were written");
  }

  /** Answers with the last number that was said to be on disk. */
  private long writeAndKill(long atLeast, int batch) throws IOException, InterruptedException {
    Process writer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                KilledWriter.class.getName(),
                folder.toString(),
                String.valueOf(batch))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long last = 0;
    try (BufferedReader said =
        new BufferedReader(
            new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        last = Long.parseLong(line);
        if (last >= atLeast) {
          writer.toHandle().destroyForcibly(); // its last words are read to the end
        }
      }
    } finally {
      writer.destroyForcibly();
    }
    assertTrue(writer.waitFor(30, TimeUnit.SECONDS), "it is dead");
    assertEquals(128 + 9, writer.exitValue(), "killed, not ended");
    return last;
  }

  /** Every line of both files is whole, and their numbers rise by one. */
  private void whole(Journal journal) throws IOException {
    long expected = 0;
    for (String name : List.of(JournalFiles.EARLIER, JournalFiles.FILE)) {
      Path file = folder.resolve(name);
      if (!Files.exists(file)) {
        continue;
      }
      String text = Files.readString(file);
      assertTrue(text.isEmpty() || text.endsWith("\n"), "a torn last line in " + name);
      for (String line : text.lines().toList()) {
        JournalEvent event = JournalEvent.read(line).orElseThrow(() -> new AssertionError(line));
        assertTrue(expected == 0 || event.sequence() == expected, line);
        expected = event.sequence() + 1;
      }
    }
    assertEquals(journal.latest() + 1, expected);
  }
}
