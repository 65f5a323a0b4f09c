package io.directord.failover.track;

import io.directord.kernel.packet.RealTime;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One run of a program: in a session of its own, so that at its deadline everything it started is
 * killed with it. Blocks the thread that runs it, at most for the timeout unless the program cannot
 * be killed; an interrupt kills the program.
 */
final class ScriptRun {
  /** Of the output, for the evidence; what follows is read and thrown away. */
  static final int OUTPUT_BYTES_MAX = 512;

  /** What one turn reads, so that a program that never stops writing still meets its deadline. */
  private static final int TURN_BYTES_MAX = 1 << 20;

  private static final int SHOWN_CHARACTERS_MAX = 120;

  /** How long output may wait to be read: the pipe holds 64 KiB, then the program waits. */
  private static final Duration TURN = Duration.ofMillis(50);

  private static final Duration KILL_WAIT = Duration.ofSeconds(1);
  private static final File NOTHING = new File("/dev/null");
  private static final List<Path> SETSID =
      List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"));

  private final Process process;
  private final boolean leader;
  private final byte[] output = new byte[OUTPUT_BYTES_MAX];
  private final byte[] scratch = new byte[4096];
  private int written;

  private ScriptRun(Process process, boolean leader) {
    this.process = process;
    this.leader = leader;
  }

  /** Tells the outcome as soon as there is one, and returns when the program is gone. */
  static void run(List<String> command, Duration timeout, Consumer<Outcome> said)
      throws InterruptedException {
    Path program = Path.of(command.getFirst());
    if (!Files.isRegularFile(program) || !Files.isExecutable(program)) {
      String what = Files.exists(program) ? " cannot be executed" : " does not exist";
      said.accept(Outcome.failed(program + what));
      return;
    }
    List<String> words = new ArrayList<>(command);
    List<Path> setsid = SETSID.stream().filter(Files::isExecutable).limit(1).toList();
    setsid.forEach(path -> words.addFirst(path.toString()));
    Process process;
    try {
      process =
          RealTime.start(
              new ProcessBuilder(words)
                  .directory(new File("/"))
                  .redirectInput(NOTHING)
                  .redirectErrorStream(true));
    } catch (IOException e) {
      said.accept(new Outcome.Untold("cannot start a process: " + e.getMessage()));
      return;
    }
    new ScriptRun(process, !setsid.isEmpty()).watch(timeout, said);
  }

  private void watch(Duration timeout, Consumer<Outcome> said) throws InterruptedException {
    try (InputStream out = process.getInputStream()) {
      Duration left = timeout;
      boolean ended = false;
      while (!ended && left.isPositive()) {
        Duration turn = left.compareTo(TURN) < 0 ? left : TURN;
        ended = process.waitFor(turn);
        left = left.minus(turn);
        drain(out);
      }
      if (ended) {
        said.accept(judged(process.exitValue()));
        return;
      }
      kill();
      said.accept(Outcome.failed("timed out after " + text(timeout)));
      // One that not even the kernel can end must not get a second beside it.
      process.waitFor();
    } catch (InterruptedException e) {
      kill();
      throw e;
    } catch (IOException e) {
      kill();
      said.accept(new Outcome.Untold("cannot read what the program writes: " + e.getMessage()));
    }
  }

  private Outcome judged(int status) {
    if (status == 0) {
      return new Outcome.Passed("exit status 0");
    }
    String text = new String(output, 0, written, StandardCharsets.UTF_8);
    String line =
        text.lines()
            .map(each -> each.replaceAll("\\p{Cntrl}", " ").strip())
            .filter(each -> !each.isEmpty())
            .findFirst()
            .orElse("");
    String shown =
        line.length() > SHOWN_CHARACTERS_MAX
            ? line.substring(0, SHOWN_CHARACTERS_MAX) + "..."
            : line;
    return Outcome.failed("exit status " + status + (shown.isEmpty() ? "" : ": " + shown));
  }

  /** Takes what is there and waits for nothing: a child may hold the pipe open for ever. */
  private void drain(InputStream out) throws IOException {
    int read = 0;
    while (read < TURN_BYTES_MAX && out.available() > 0) {
      int count = out.read(scratch, 0, Math.min(scratch.length, out.available()));
      if (count <= 0) {
        return;
      }
      int kept = Math.min(count, output.length - written);
      System.arraycopy(scratch, 0, output, written, kept);
      written += kept;
      read += count;
    }
  }

  /** The group gets those whose parent is gone, the handles those that left the group. */
  private void kill() throws InterruptedException {
    List<ProcessHandle> descendants = process.descendants().toList();
    Optional<Process> killer = leader ? killGroup() : Optional.empty();
    descendants.forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    if (killer.isPresent()) {
      killer.get().waitFor(KILL_WAIT);
    }
    process.waitFor(KILL_WAIT);
  }

  /** The JDK has no word for it; every shell has. */
  private Optional<Process> killGroup() {
    try {
      return Optional.of(
          new ProcessBuilder("/bin/sh", "-c", "kill -s KILL -- -\"$0\"", "" + process.pid())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start());
    } catch (IOException _) {
      // The handles of the descendants are killed all the same.
      return Optional.empty();
    }
  }

  private static String text(Duration timeout) {
    return timeout.toMillis() % 1000 == 0 ? timeout.toSeconds() + "s" : timeout.toMillis() + "ms";
  }
}
