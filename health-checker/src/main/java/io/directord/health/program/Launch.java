package io.directord.health.program;

import io.directord.health.FailureKind;
import io.directord.health.ThisNode.ProgramStarter;
import io.netty.channel.unix.FileDescriptor;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Starts the program of a check, in a session of its own, and kills it with all that it started.
 * Blocks. Thread-safe.
 */
final class Launch {
  private static final File NOTHING = new File("/dev/null");
  private static final File ROOT = new File("/");
  private static final long KILL_SECONDS = 5;
  private static final List<Path> SETSID =
      List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"));

  private static final Pattern ERROR = Pattern.compile("error[=:] ?(\\d+)");

  /** ENOENT, ENOEXEC, EACCES, ENOTDIR, ELOOP: what is wrong with the program, not with us. */
  private static final Set<Integer> OF_THE_PROGRAM = Set.of(2, 8, 13, 20, 40);

  private final ScriptCheck check;
  private final InetSocketAddress address;
  private final ProgramStarter starter;

  Launch(ScriptCheck check, InetSocketAddress address, ProgramStarter starter) {
    this.check = check;
    this.address = address;
    this.starter = starter;
  }

  /** What came of a start. */
  sealed interface Result {
    record Started(Process process, Output output) implements Result {}

    record Refused(FailureKind kind, String evidence) implements Result {}
  }

  Result start() {
    Path program = Path.of(check.program());
    if (!Files.isRegularFile(program) || !Files.isExecutable(program)) {
      String why = Files.exists(program) ? " cannot be executed" : " does not exist";
      return new Result.Refused(FailureKind.EXIT, program + why);
    }
    try {
      return started();
    } catch (IOException trouble) {
      return refused(trouble);
    }
  }

  /**
   * Its group gets those whose parent is gone, the handles those that left the group. By KILL at
   * once: what is too late must be gone before it is asked for again.
   */
  void kill(Process process) {
    if (!process.isAlive()) {
      return;
    }
    List<ProcessHandle> descendants = process.descendants().toList();
    try {
      // The JDK has no word for a group; every shell has.
      Process killer =
          starter.start(
              new ProcessBuilder("/bin/sh", "-c", "kill -s KILL -- -\"$0\"", "" + process.pid())
                  .directory(ROOT)
                  .redirectInput(NOTHING)
                  .redirectErrorStream(true)
                  .redirectOutput(ProcessBuilder.Redirect.DISCARD));
      killer.waitFor(KILL_SECONDS, TimeUnit.SECONDS);
    } catch (IOException _) {
      // The handles are killed all the same.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    descendants.forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  /** As the kernel gets it. */
  List<String> words() {
    List<String> words = new ArrayList<>();
    SETSID.stream().filter(Files::isExecutable).limit(1).forEach(path -> words.add("" + path));
    check
        .runAs()
        .ifPresent(who ->
            words.addAll(
                List.of(
                    "/usr/bin/setpriv",
                    "--reuid=" + who.user(),
                    "--regid=" + who.group(),
                    "--init-groups",
                    "--no-new-privs",
                    "--")));
    check.command().forEach(word -> words.add(Placeholders.fill(word, address)));
    return words;
  }

  private Result started() throws IOException {
    FileDescriptor[] pipe = FileDescriptor.pipe();
    Output output = new Output(pipe[0]);
    try {
      ProcessBuilder builder =
          new ProcessBuilder(words())
              .directory(ROOT)
              .redirectInput(NOTHING)
              .redirectErrorStream(true)
              // Not the JDK's own pipe: nobody can read from that without the danger of waiting.
              .redirectOutput(new File("/proc/self/fd/" + pipe[1].intValue()));
      builder.environment().put("DIRECTORD_ADDRESS", Placeholders.literal(address));
      builder.environment().put("DIRECTORD_PORT", "" + address.getPort());
      return new Result.Started(starter.start(builder), output);
    } catch (IOException | RuntimeException | Error trouble) {
      output.close();
      throw trouble;
    } finally {
      pipe[1].close();
    }
  }

  private Result refused(IOException trouble) {
    String message = String.valueOf(trouble.getMessage());
    Matcher error = ERROR.matcher(message);
    if (error.find() && OF_THE_PROGRAM.contains(Integer.parseInt(error.group(1), 10))) {
      return new Result.Refused(FailureKind.EXIT, check.program() + " cannot be executed");
    }
    String why = message.contains("Too many open files") ? "too many open files" : message;
    return new Result.Refused(
        FailureKind.LOCAL, "not probed: cannot start " + check.program() + ": " + why);
  }
}
