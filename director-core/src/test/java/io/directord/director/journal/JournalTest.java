package io.directord.director.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.director.config.HookConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
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
      assertEquals(
          List.of("backup", "active"),
          journal.after(1).stream().map(event -> event.fields().get("role")).toList());
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
      assertEquals(2, journal.after(0).size());
    }
  }

  @Test
  void aHookHearsEachEventInOrderAndOnlyItsKind() throws Exception {
    HookConfig config = hook(script("echo \"$DIRECTORD_SEQUENCE $DIRECTORD_ROLE\" >> " + heard));
    try (Journal journal = Journal.open(folder);
        Hooks hooks = new Hooks(journal, folder)) {
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
      new Hook(config, journal, folder).end(); // it has begun, and hears no more
      role(journal, "active");
    }
    try (Journal journal = Journal.open(folder);
        Hooks hooks = new Hooks(journal, folder)) {
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
        Hooks hooks = new Hooks(journal, folder)) {
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

  private static JournalEvent role(Journal journal, String role) throws IOException {
    return journal.append(NOON, "role", Map.of("router", "public", "role", role));
  }

  private HookConfig hook(Path script) {
    return new HookConfig(
        "test",
        List.of(script.toString()),
        Set.of("role"),
        Duration.ofSeconds(10),
        HookConfig.Arguments.NONE);
  }

  private Path script(String line) throws IOException {
    Path script = folder.resolve("script");
    Files.writeString(script, "#!/bin/sh\n" + line + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return script;
  }
}
