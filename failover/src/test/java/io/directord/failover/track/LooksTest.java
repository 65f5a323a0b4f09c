package io.directord.failover.track;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What files and processes look like. */
class LooksTest {
  private static final Path PROC = Path.of("/proc");

  @TempDir private Path folder;

  @Test
  void aFileHoldsANumber() throws IOException {
    assertEquals(new Outcome.Failed(7, "holds 7"), file("7\n"));
    assertEquals(new Outcome.Failed(-254, "holds -254"), file(" -254 "));
    assertEquals(new Outcome.Passed("holds 0"), file("0\n"));
    assertEquals(new Outcome.Passed("is empty: counts as 0"), file("\n"));
  }

  @Test
  void aFileThatHoldsAnythingElseFails() throws IOException {
    assertEquals(Outcome.failed("holds no number"), file("seven"));
    assertEquals(Outcome.failed("holds no number"), file("1 2"));
    assertEquals(Outcome.failed("holds no number"), file("9".repeat(100)));
    assertEquals(Outcome.failed("is no regular file"), FileLook.look(folder));
  }

  @Test
  void aFileThatIsNotThereCountsAsNothing() {
    assertEquals(
        new Outcome.Passed("does not exist: counts as 0"), FileLook.look(folder.resolve("none")));
  }

  @Test
  void aProcessHasTheNameOfTheKernelOrOfItsProgram() {
    assertTrue(ProcessLook.matches("nginx", "nginx", "nginx: master process\0"));
    assertTrue(ProcessLook.matches("named", "isc-net-0000", "/usr/sbin/named\0-u\0bind\0"));
    assertTrue(ProcessLook.matches("/usr/sbin/named", "named", "/usr/sbin/named\0"));
    assertTrue(
        ProcessLook.matches(
            "a-name-of-more-than-15", "a-name-of-more-", "/opt/a-name-of-more-than-15\0"));
    assertFalse(ProcessLook.matches("name", "named", "/usr/sbin/named\0"));
    assertFalse(ProcessLook.matches("bind", "named", "/usr/sbin/named\0-u\0bind\0"));
  }

  @Test
  void aZombieDoesNotRun() {
    assertFalse(ProcessLook.matches("named", "named", ""));
  }

  @Test
  void thisProcessRunsAndAnotherDoesNot() throws IOException {
    String own = Files.readString(Path.of("/proc/self/comm")).strip();
    assertInstanceOf(Outcome.Passed.class, ProcessLook.look(PROC, own));
    assertEquals(
        Outcome.failed("no such process"), ProcessLook.look(PROC, "no-process-is-called-so"));
  }

  private Outcome file(String text) throws IOException {
    return FileLook.look(Files.writeString(folder.resolve("file"), text));
  }
}
