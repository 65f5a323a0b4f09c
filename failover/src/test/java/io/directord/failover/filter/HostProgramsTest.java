package io.directord.failover.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real programs, made here. */
final class HostProgramsTest {
  @TempDir private Path folder = Path.of("");

  private Programs.Ran run(String script, Duration deadline, String input)
      throws IOException, InterruptedException {
    Path program = folder.resolve("tool");
    Files.writeString(program, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    return new HostPrograms(List.of(folder), deadline).run(List.of("tool", "$HOME", "a b"), input);
  }

  @Test
  void wordsArriveAsTheyAreAndInputIsRead() throws Exception {
    assertEquals(
        new Programs.Ran("$HOME|a b|said", Optional.empty()),
        run("printf '%s|' \"$@\"; cat; echo noise >&2", HostPrograms.DEADLINE, "said"));
  }

  @Test
  void aFailureIsItsFirstComplaintInOneLine() throws Exception {
    String script =
        "echo '# Warning: legacy' >&2; printf '\\nno \"such\"\\tthing\\nmore\\n' >&2; exit 3";
    assertEquals(
        Optional.of("tool: no 'such' thing"), run(script, HostPrograms.DEADLINE, "").trouble());
    assertEquals(
        Optional.of("tool: exit status 3"), run("exit 3", HostPrograms.DEADLINE, "").trouble());
  }

  @Test
  void moreThanPipesHoldIsTakenAndGiven() throws Exception {
    String much = "0123456789\n".repeat(30_000);
    assertEquals(much, run("cat", HostPrograms.DEADLINE, much).output());
    assertTrue(run("exit 0", HostPrograms.DEADLINE, much).ok());
  }

  @Test
  void whoDoesNotEndInTimeIsKilled() throws Exception {
    assertEquals(
        Optional.of("tool did not end within 50 ms"),
        run("exec sleep 60", Duration.ofMillis(50), "x".repeat(200_000)).trouble());
  }

  @Test
  void whatIsNotThereOrCannotBeExecutedIsSaid() throws Exception {
    HostPrograms programs = new HostPrograms(List.of(folder), HostPrograms.DEADLINE);
    Files.writeString(folder.resolve("tool"), "");
    assertFalse(programs.has("tool"));
    assertEquals(Optional.of("there is no tool"), programs.run(List.of("tool")).trouble());
  }
}
