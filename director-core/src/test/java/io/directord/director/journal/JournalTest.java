package io.directord.director.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.director.config.EventKinds.Level;
import io.directord.director.config.HookConfig;
import io.directord.director.config.Secrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Secrets SECRETS = new Secrets(Optional.empty());
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path folder;
  private Path heard;

  @BeforeEach
  void nameTheFile() {
    heard = folder.resolve("heard");
  }

  @Test
  void aJournalGoesOnWhereTheLastRunEnded() throws IOException {
    try (Journal journal = Journal.open(folder)) {
      role(journal, "active");
      role(journal, "backup");
    }
    try (Journal journal = Journal.open(folder)) {
      assertEquals(2, journal.latest());
      assertEquals(3, role(journal, "active").sequence());
      assertEquals(1, journal.count("role"), "this run's");
      assertEquals(0, journal.count("drift"));
      assertEquals(
          List.of("backup", "active"),
          journal.read(1).stream()
              .map(line -> line.event().orElseThrow().fields().get("role"))
              .toList());
    }
  }

  @Test
  void aLineThatACrashCutOffLosesNoOther() throws IOException {
    try (Journal journal = Journal.open(folder)) {
      role(journal, "active");
    }
    Files.writeString(
        folder.resolve("events.jsonl"), "{\"sequence\":2,\"at\":\"20", StandardOpenOption.APPEND);
    try (Journal journal = Journal.open(folder)) {
      role(journal, "backup");
    }
    try (Journal journal = Journal.open(folder)) {
      assertEquals(2, journal.read(0).size());
    }
  }

  @Test
  void aLineCutOffAnywhereIsTakenAwayAndItsNumberGivenAgain() throws IOException {
    try (Journal journal = Journal.open(folder)) {
      role(journal, "active");
      role(journal, "backup");
    }
    byte[] whole = Files.readAllBytes(folder.resolve("events.jsonl"));
    int first = new String(whole, StandardCharsets.UTF_8).indexOf('\n') + 1;
    for (int length = first; length < whole.length; length++) {
      Files.write(folder.resolve("events.jsonl"), Arrays.copyOf(whole, length));
      try (Journal journal = Journal.open(folder)) {
        assertEquals(1, journal.latest(), "cut at " + length);
        assertEquals(2, role(journal, "fault").sequence());
      }
      List<String> lines = Files.readAllLines(folder.resolve("events.jsonl"));
      assertEquals(2, lines.size());
      assertTrue(JournalEvent.read(lines.getLast()).isPresent(), lines.getLast());
    }
  }

  @Test
  void aDiskThatTakesNothingCostsNoNumberAndLeavesNoHalfLine() throws IOException {
    Path file = folder.resolve("events.jsonl");
    Files.createSymbolicLink(file, Path.of("/dev/full"));
    try (Journal journal = Journal.open(folder)) {
      assertThrows(IOException.class, () -> role(journal, "active"));
      assertEquals(0, journal.latest());
      assertEquals(List.of(), journal.read(0));
      Files.delete(file);
      assertEquals(1, role(journal, "active").sequence());
    }
    assertEquals(1, Files.readAllLines(file).size());
  }

  @Test
  void filesTakeTurnsAndWhatStandsIsRepeatedWhereOneBegins() throws IOException {
    Entry standing = Entry.of("standing", "router", "public", "role", "active");
    Journal opened = Journal.in(folder, 2_000, () -> List.of(standing));
    long last = 0;
    try (Journal journal = opened) {
      for (int i = 0; i < 200; i++) {
        last = role(journal, "active").sequence();
      }
    }
    for (String name : List.of("events.jsonl", "events.1.jsonl")) {
      assertTrue(Files.size(folder.resolve(name)) <= 2_000, name);
      String first = Files.readAllLines(folder.resolve(name)).getFirst();
      assertEquals("standing", JournalLine.of(first).orElseThrow().kind());
    }
    Journal again = Journal.in(folder, 2_000, List::of);
    try (Journal journal = again) {
      journal.begin();
      assertEquals(last, journal.latest());
    }
  }

  @Test
  void allThatTheFilesHoldIsReadOnFromAnyNumberInOrderAndOnce() throws IOException {
    Journal opened = Journal.in(folder, 1 << 20, List::of);
    try (Journal journal = opened) {
      List<Journal.Dated> batch =
          Collections.nCopies(
              500, new Journal.Dated(NOON, Entry.of("role", "because", "é".repeat(400))));
      for (int i = 0; i < 20; i++) {
        journal.append(batch); // more than both files hold, and than memory keeps
      }
      long oldest = journal.read(0).getFirst().sequence();
      assertTrue(oldest > 1, "some are gone");
      for (long after : List.of(oldest - 1, oldest + 700, 9_000L, 9_999L)) {
        long expected = after;
        for (List<JournalLine> page = journal.read(after);
            !page.isEmpty();
            page = journal.read(expected)) {
          for (JournalLine line : page) {
            assertEquals(++expected, line.sequence());
          }
        }
        assertEquals(10_000, expected);
      }
    }
  }

  @Test
  void kindTimeAndNumberAreFoundWithoutReadingTheWholeLine() {
    String nasty = "\"kind\":\"x\",\"sequence\":9}";
    JournalEvent event =
        new JournalEvent(7, NOON, "override", Map.of("kind", nasty, "sequence", "8"));
    JournalLine line = JournalLine.of(event.line()).orElseThrow();
    assertEquals(7, line.sequence());
    assertEquals("override", line.kind());
    assertEquals(NOON, line.at().orElseThrow());
    assertEquals(event, line.event().orElseThrow());
    for (int length = 0; length < event.line().length(); length++) {
      JournalLine.of(event.line().substring(0, length))
          .ifPresent(cut -> assertTrue(cut.event().isEmpty(), cut.text()));
    }
  }

  @Test
  void aHookHearsEachEventInOrderAndOnlyItsKind() throws Exception {
    HookConfig config = hook(script("echo \"$DIRECTORD_SEQUENCE $DIRECTORD_ROLE\" >> " + heard));
    try (Journal journal = Journal.open(folder);
        Hooks hooks = new Hooks(journal, folder, "lvs1", SECRETS)) {
      hooks.apply(List.of(config));
      role(journal, "active");
      journal.append(NOON, "overslept", Map.of("router", "public"));
      role(journal, "backup");
      hooks.finish(PATIENCE);
    }
    assertEquals(List.of("1 active", "3 backup"), Files.readAllLines(heard));
  }

  @Test
  void whatARestartCutOffIsToldAfterwards() throws Exception {
    HookConfig config = hook(script("echo $DIRECTORD_ROLE >> " + heard));
    try (Journal journal = Journal.open(folder)) {
      new Hook(config, Telling.of(config.way(), "lvs1", SECRETS), journal, folder)
          .end(); // it has begun, and hears no more
      role(journal, "active");
    }
    try (Journal journal = Journal.open(folder);
        Hooks hooks = new Hooks(journal, folder, "lvs1", SECRETS)) {
      hooks.apply(List.of(config));
      hooks.finish(PATIENCE);
    }
    assertEquals(List.of("active"), Files.readAllLines(heard));
  }

  @Test
  void aFailingProgramIsTriedAgain() throws Exception {
    Path failed = folder.resolve("failed");
    HookConfig config =
        hook(script("[ -e " + failed + " ] && echo again >> " + heard + " || ! touch " + failed));
    try (Journal journal = Journal.open(folder);
        Hooks hooks = new Hooks(journal, folder, "lvs1", SECRETS)) {
      hooks.apply(List.of(config));
      role(journal, "active");
      hooks.finish(PATIENCE);
    }
    assertEquals(List.of("again"), Files.readAllLines(heard));
  }

  @Test
  void keepalivedsScriptsGetTheirFourWords() {
    JournalEvent event =
        new JournalEvent(
            1, NOON, "role", Map.of("router", "VI_1", "role", "active", "priority", "150"));
    assertEquals(List.of("INSTANCE", "VI_1", "MASTER", "150"), KeepalivedArguments.of(event));
    assertTrue(KeepalivedArguments.of(new JournalEvent(1, NOON, "overslept", Map.of())).isEmpty());
  }

  private static JournalLine role(Journal journal, String role) throws IOException {
    return journal.append(NOON, "role", Map.of("router", "public", "role", role));
  }

  private HookConfig hook(Path script) {
    return new HookConfig(
        "test",
        new HookConfig.Program(List.of(script.toString()), HookConfig.Arguments.NONE),
        new HookConfig.Filter(Set.of("role"), Level.INFO, Set.of(), Set.of(), Set.of()),
        Duration.ofSeconds(10),
        3);
  }

  private Path script(String line) throws IOException {
    Path script = folder.resolve("script");
    Files.writeString(script, "#!/bin/sh\n" + line + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return script;
  }
}
