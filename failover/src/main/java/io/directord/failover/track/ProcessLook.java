package io.directord.failover.track;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Looks for a process by its name. Blocks on {@code /proc}; never on a loop. */
final class ProcessLook {
  /** {@code TASK_COMM_LEN} leaves 15 bytes, {@code linux/sched.h}. */
  private static final int COMM_BYTES_MAX = 15;

  /** {@code PATH_MAX}: the first word is enough. */
  private static final int COMMAND_LINE_BYTES_MAX = 4096;

  private ProcessLook() {}

  static Outcome look(Path proc, String name) {
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
      for (Path process : processes) {
        if (matches(process, name)) {
          return new Outcome.Passed("runs as process " + process.getFileName());
        }
      }
      return Outcome.failed("no such process");
    } catch (IOException e) {
      return new Outcome.Untold("cannot read " + proc + ": " + e.getMessage());
    }
  }

  private static boolean matches(Path process, String name) {
    try {
      return matches(
          name, read(process.resolve("comm")).stripTrailing(), read(process.resolve("cmdline")));
    } catch (IOException _) {
      // It ended while we looked.
      return false;
    }
  }

  /**
   * Whether a process is called so: by the kernel, or as it was started, with or without its
   * folder. One without a command line is a zombie or of the kernel, and does not count.
   */
  static boolean matches(String name, String comm, String commandLine) {
    if (commandLine.isEmpty()) {
      return false;
    }
    if (name.length() <= COMM_BYTES_MAX && comm.equals(name)) {
      return true;
    }
    int end = commandLine.indexOf('\0');
    String program = end < 0 ? commandLine : commandLine.substring(0, end);
    return program.equals(name) || program.substring(program.lastIndexOf('/') + 1).equals(name);
  }

  private static String read(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return new String(in.readNBytes(COMMAND_LINE_BYTES_MAX), StandardCharsets.UTF_8);
    }
  }
}
