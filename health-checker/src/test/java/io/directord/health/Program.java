package io.directord.health;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A real server of this machine's packages, run in a directory of its own: started in the
 * foreground, awaited, stopped with all its children.
 */
public final class Program implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final Process process;
  private final Path log;

  private Program(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Skips the test where the program is not installed; fails it where everything must be there
   * ({@code DIRECTORD_LAB=required}).
   */
  public static void require(String program, String debianPackage) {
    boolean there =
        Stream.of("/usr/sbin", "/usr/bin", "/usr/local/bin", "/usr/local/sbin", "/usr/libexec")
                .anyMatch(dir -> Files.isExecutable(Path.of(dir, program)))
            || Files.isExecutable(Path.of(program));
    if (!there && "required".equals(System.getenv("DIRECTORD_LAB"))) {
      throw new AssertionError(program + " is missing: apt-get install " + debianPackage);
    }
    assumeTrue(there, program + " is missing: apt-get install " + debianPackage);
  }

  /** A port that is free now, for a server that cannot choose one itself. */
  public static int freePort() {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return server.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it prints goes to {@code program.log} in the directory. */
  public static Program start(Path directory, String... command) {
    try {
      Path log = directory.resolve("program.log");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      return new Program(builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs to its end, which must be good. */
  public static void run(Path directory, String... command) {
    try (Program program = start(directory, command)) {
      if (!program.process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)
          || program.process.exitValue() != 0) {
        throw new AssertionError(List.of(command) + " failed: " + program.printed());
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Until something accepts connections there. */
  public Program awaitTcp(InetSocketAddress address) {
    return await("listens on " + address, () -> accepts(address));
  }

  public Program await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      if (!process.isAlive() || System.nanoTime() - deadline >= 0) {
        throw new AssertionError("not so: " + what + "; it printed: " + printed());
      }
      LockSupport.parkNanos(10_000_000);
    }
    return this;
  }

  /** Keeps its sockets, and answers nothing (SIGSTOP), children included. */
  public void freeze() {
    signal("STOP");
  }

  public void thaw() {
    signal("CONT");
  }

  public String printed() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return "(no output: " + e + ")";
    }
  }

  @Override
  public void close() {
    kill();
  }

  /** With all its children; harmless when they are gone. */
  public void kill() {
    List<ProcessHandle> all = all();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(each -> each.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join());
  }

  private void signal(String name) {
    List<String> kill = new ArrayList<>(List.of("kill", "-" + name));
    all().forEach(each -> kill.add(Long.toString(each.pid())));
    try {
      // A child may be gone since it was counted, and kill complains; the others got it.
      var killing = new ProcessBuilder(kill).redirectErrorStream(true);
      killing.redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
      if (!process.isAlive()) {
        throw new AssertionError("it has ended; it printed: " + printed());
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<ProcessHandle> all() {
    List<ProcessHandle> all = new ArrayList<>(List.of(process.toHandle()));
    process.descendants().forEach(all::add);
    return all;
  }

  private static boolean accepts(InetSocketAddress address) {
    try (Socket socket = new Socket()) {
      socket.connect(address, 1000);
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
