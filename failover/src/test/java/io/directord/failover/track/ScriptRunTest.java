package io.directord.failover.track;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With real processes. */
class ScriptRunTest {
  private static final Duration LONG = Duration.ofSeconds(Await.SECONDS_MAX);
  private static final Duration SHORT = Duration.ofMillis(300);

  @TempDir private Path folder;

  @Test
  void exitStatusZeroPasses() throws Exception {
    assertEquals(new Outcome.Passed("exit status 0"), run("exit 0", LONG));
  }

  @Test
  void anyOtherStatusFailsWithWhatTheProgramSaid() throws Exception {
    assertEquals(Outcome.failed("exit status 3"), run("exit 3", LONG));
    assertEquals(
        Outcome.failed("exit status 1: the disk is full"),
        run("echo; echo 'the disk is full' >&2; echo more; exit 1", LONG));
  }

  @Test
  void argumentsArePassedAsTheyAre() throws Exception {
    Path script = script("[ \"$1\" = 'two words' ] && [ $# = 1 ]");
    assertEquals(
        new Outcome.Passed("exit status 0"), run(List.of(script.toString(), "two words"), LONG));
  }

  @Test
  void aProgramThatIsNotThereFails() throws Exception {
    Path none = folder.resolve("none");
    assertEquals(Outcome.failed(none + " does not exist"), run(List.of(none.toString()), LONG));
    Path plain = Files.writeString(folder.resolve("plain"), "x");
    assertEquals(
        Outcome.failed(plain + " cannot be executed"), run(List.of(plain.toString()), LONG));
  }

  @Test
  void endlessOutputIsReadAndNotKept() throws Exception {
    assertEquals(
        Outcome.failed("exit status 1: " + "x".repeat(120) + "..."),
        run("head -c 3000000 /dev/zero | tr '\\0' x; exit 1", LONG));
    assertEquals(
        Outcome.failed("timed out after 300ms"), run("while :; do echo noise; done", SHORT));
  }

  @Test
  void aProgramThatLeavesAChildBehindIsNotWaitedFor() throws Exception {
    Path pid = folder.resolve("pid");
    Outcome outcome =
        assertTimeoutPreemptively(LONG, () -> run("sleep 600 & echo $! > " + pid, LONG));
    assertEquals(new Outcome.Passed("exit status 0"), outcome);
    long child = Await.number(pid);
    assertFalse(Await.ended(child));
    ProcessHandle.of(child).ifPresent(ProcessHandle::destroyForcibly);
  }

  @Test
  void atTheDeadlineTheWholeGroupIsKilled() throws Exception {
    Path child = folder.resolve("child");
    Path orphan = folder.resolve("orphan");
    Path left = folder.resolve("left");
    String text =
        """
        sleep 600 & echo $! > %s
        ( sleep 600 & echo $! > %s )
        setsid sh -c 'echo $$ > %s; sleep 600' &
        trap '' TERM INT HUP
        while [ ! -s %s ]; do :; done
        sleep 600
        """
            .formatted(child, orphan, left, left);
    assertEquals(Outcome.failed("timed out after 5s"), run(text, Duration.ofSeconds(5)));
    Await.end(Await.number(child));
    Await.end(Await.number(orphan));
    Await.end(Await.number(left));
  }

  @Test
  void anInterruptKillsTheProgram() throws Exception {
    Path pid = folder.resolve("pid");
    Path script = script("echo $$ > " + pid + "; sleep 600");
    List<Outcome> said = new ArrayList<>();
    AtomicBoolean interrupted = new AtomicBoolean();
    Thread thread =
        Thread.ofPlatform()
            .start(() -> {
              try {
                ScriptRun.run(List.of(script.toString()), Duration.ofMinutes(10), said::add);
              } catch (InterruptedException _) {
                interrupted.set(true);
              }
            });
    long child = Await.number(pid);
    thread.interrupt();
    assertTrue(thread.join(LONG));
    assertTrue(interrupted.get());
    assertEquals(List.of(), said);
    Await.end(child);
  }

  @Test
  void whatEndsIsBuried() throws Exception {
    Path pid = folder.resolve("pid");
    run("echo $$ > " + pid, LONG);
    Path process = Path.of("/proc/" + Await.number(pid));
    Await.until("no zombie is left", () -> !Files.exists(process));
  }

  private Outcome run(String text, Duration timeout) throws Exception {
    return run(List.of(script(text).toString()), timeout);
  }

  private static Outcome run(List<String> command, Duration timeout) throws Exception {
    List<Outcome> said = new ArrayList<>();
    ScriptRun.run(command, timeout, said::add);
    assertEquals(1, said.size(), said.toString());
    return said.getFirst();
  }

  private Path script(String text) throws IOException {
    Path script = folder.resolve("script");
    Files.writeString(script, "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    return script;
  }
}
