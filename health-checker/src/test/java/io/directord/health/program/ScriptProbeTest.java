package io.directord.health.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.directord.health.Endpoint;
import io.directord.health.Eventually;
import io.directord.health.FailureKind;
import io.directord.health.OneProbe;
import io.directord.health.Probe;
import io.directord.health.ProbeOutcome;
import io.directord.health.TestLoop;
import io.directord.health.ThisNode;
import io.directord.health.Turns;
import io.directord.health.program.ScriptCheck.RunAs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real programs, all of them /bin/sh. */
final class ScriptProbeTest {
  private static final int SHORT_MILLIS = 400;
  private static final InetSocketAddress WEB =
      new InetSocketAddress(InetAddress.ofLiteral("fe80::7"), 8080);
  private static final AtomicInteger NUMBER = new AtomicInteger(100_000);

  @AutoClose private static final TestLoop LOOP = new TestLoop();
  @TempDir private Path folder;

  @Test
  void itsFirstLineIsTheEvidence() {
    assertEquals(
        new ProbeOutcome.Success(0, "exit status 0: pool is fine"),
        run("echo; echo '  pool is fine'; echo more"));
    assertFailure(
        FailureKind.EXIT, "exit status 7: no database", run("echo no database >&2; exit 7"));
    assertFailure(FailureKind.EXIT, "exit status 137 (SIGKILL)", run("kill -9 $$"));
  }

  @Test
  void itIsToldTheTarget() {
    ScriptCheck check =
        check(
            "/bin/sh",
            "-c",
            "echo $1 $2 $DIRECTORD_ADDRESS $DIRECTORD_PORT",
            "sh",
            "{address}",
            "port={port}");
    assertTrue(check.needsPort());
    assertEquals("exit status 0: fe80::7 port=8080 fe80::7 8080", run(check, 20_000).evidence());
  }

  @Test
  void atTheDeadlineNothingOfItStays() {
    String orphan = "sleep " + NUMBER.incrementAndGet();
    String child = "sleep " + NUMBER.incrementAndGet();
    String escaped = "sleep " + NUMBER.incrementAndGet();
    ProbeOutcome outcome =
        run(
            check(
                "/bin/sh",
                "-c",
                "(" + orphan + " &); setsid " + escaped + " & trap '' TERM HUP; " + child + "; :"),
            SHORT_MILLIS);
    assertFailure(FailureKind.TIMEOUT, "no answer within 400ms (running /bin/sh)", outcome);
    Eventually.until(
        () -> !runs(orphan) && !runs(child) && !runs(escaped),
        () -> List.of(runs(orphan), runs(child), runs(escaped)));
  }

  @Test
  void whatItLeavesBehindWhenItEndsIsNotWaitedFor() throws IOException {
    Path pid = folder.resolve("pid");
    ProbeOutcome outcome = run("sleep 1000 & echo $! >" + pid + "; echo fine");
    assertEquals("exit status 0: fine", outcome.evidence());
    ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
        .ifPresent(ProcessHandle::destroyForcibly);
  }

  @Test
  void aFloodOfOutputHarmsNobody() {
    assertEquals("exit status 0: y", run("yes | head -c 20000000").evidence());
    String flood = "head -c 1000000000000 /dev/zero";
    ProbeOutcome endless = run(check("/bin/sh", "-c", "echo begins; " + flood), SHORT_MILLIS);
    assertFailure(FailureKind.TIMEOUT, "no answer within 400ms (running /bin/sh)", endless);
    Eventually.until(() -> !runs(flood), () -> "a flood");
  }

  @Test
  void aProgramThatIsNotThereOrCannotBeRunIsAClearFailure() throws IOException {
    assertFailure(
        FailureKind.EXIT,
        "/nonexistent/check does not exist",
        run(check("/nonexistent/check"), 20_000));
    Path text = Files.writeString(folder.resolve("text"), "hello");
    assertFailure(FailureKind.EXIT, text + " cannot be executed", run(check("" + text), 20_000));
    Path orphan = Files.writeString(folder.resolve("orphan"), "#!/nonexistent/sh\n");
    assertTrue(orphan.toFile().setExecutable(true));
    ProbeOutcome outcome = run(check("" + orphan), 20_000);
    assertFailure(FailureKind.EXIT, outcome.evidence(), outcome);
    assertTrue(outcome.evidence().startsWith("cannot run " + orphan + ": setsid: "), "" + outcome);
  }

  @Test
  void whatWeCannotStartIsOurTrouble() {
    ThisNode full =
        new ThisNode(
            _ -> {
              throw new IOException("Exec failed, error: 24 (Too many open files)");
            },
            InstantSource.system());
    Probe probe = check("/bin/true").probe(Endpoint.plain(WEB), full);
    assertFailure(
        FailureKind.LOCAL,
        "not probed: cannot start /bin/true: too many open files",
        OneProbe.run(LOOP.loop(), probe, 20_000));
  }

  @Test
  void soManyRunAtOnceAsMay() {
    AtomicInteger started = new AtomicInteger();
    ThisNode node =
        new ThisNode(
            builder -> {
              started.incrementAndGet();
              return builder.start();
            },
            InstantSource.system());
    List<Turns.Turn> taken =
        IntStream.range(0, ThisNode.PROGRAMS_MAX)
            .mapToObj(_ -> node.programs().ask(() -> {}))
            .toList();
    Probe probe = check("/bin/true").probe(Endpoint.plain(WEB), node);
    assertFailure(
        FailureKind.TIMEOUT,
        "no answer within 400ms (waiting for one of 64 programs to end)",
        OneProbe.run(LOOP.loop(), probe, SHORT_MILLIS));
    assertEquals(0, started.get());
    taken.forEach(Turns.Turn::end);
    assertEquals("exit status 0", OneProbe.run(LOOP.loop(), probe, 20_000).evidence());
  }

  @Test
  void oneThatDoesNotGoGetsNoSecondBesideIt() {
    AtomicInteger started = new AtomicInteger();
    List<Process> sleepers = new CopyOnWriteArrayList<>();
    ThisNode node =
        new ThisNode(
            builder -> {
              // What kills is not started: as if the kernel could not.
              if (builder.command().contains("-c")) {
                throw new IOException("no kill");
              }
              started.incrementAndGet();
              Process process = builder.start();
              sleepers.add(process);
              return new Unkillable(process);
            },
            InstantSource.system());
    Probe probe = check("/bin/sleep", "1000").probe(Endpoint.plain(WEB), node);
    assertInstanceOf(ProbeOutcome.Failure.class, OneProbe.run(LOOP.loop(), probe, SHORT_MILLIS));
    ProbeOutcome second = OneProbe.run(LOOP.loop(), probe, SHORT_MILLIS);
    assertEquals(1, started.get());
    assertFailure(
        FailureKind.TIMEOUT,
        "no answer within 400ms"
            + " (the program of the probe before does not end, although it was killed)",
        second);
    sleepers.forEach(Process::destroyForcibly);
    Eventually.until(
        () -> {
          OneProbe.run(LOOP.loop(), probe, 1);
          sleepers.forEach(Process::destroyForcibly);
          return started.get() > 1;
        },
        started::get);
    Eventually.until(
        () -> {
          sleepers.forEach(Process::destroyForcibly);
          return sleepers.stream().noneMatch(Process::isAlive);
        },
        () -> sleepers);
  }

  @Test
  void itRunsAsSomebodyElse() {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root can");
    ScriptCheck check =
        new ScriptCheck(
            List.of("/usr/bin/id"),
            ExitCodes.PLAIN,
            Optional.empty(),
            Optional.empty(),
            Optional.of(new RunAs("nobody", "nogroup")));
    assertEquals(
        "exit status 0: uid=65534(nobody) gid=65534(nogroup) groups=65534(nogroup)",
        run(check, 20_000).evidence());
    ScriptCheck nobodyKnown =
        new ScriptCheck(
            List.of("/usr/bin/id"),
            ExitCodes.NAGIOS,
            Optional.empty(),
            Optional.empty(),
            Optional.of(new RunAs("no-such-user", "nogroup")));
    assertTrue(run(nobodyKnown, 20_000).evidence().startsWith("cannot run /usr/bin/id: setpriv: "));
  }

  private ProbeOutcome run(String script) {
    return run(check("/bin/sh", "-c", script), 20_000);
  }

  private ProbeOutcome run(ScriptCheck check, int timeoutMillis) {
    return OneProbe.run(LOOP.loop(), Endpoint.plain(WEB), check, timeoutMillis);
  }

  private static ScriptCheck check(String... command) {
    return new ScriptCheck(
        List.of(command), ExitCodes.PLAIN, Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static boolean runs(String words) {
    return ProcessHandle.allProcesses()
        .anyMatch(
            each -> each.info().commandLine().filter(line -> line.endsWith(words)).isPresent());
  }

  private static void assertFailure(FailureKind kind, String evidence, ProbeOutcome outcome) {
    assertEquals(new ProbeOutcome.Failure(kind, 0, evidence), outcome);
  }
}
