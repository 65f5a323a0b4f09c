package io.directord.failover.filter;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Runs programs of fixed folders without a shell. Its pipes have threads of their own. */
public final class HostPrograms implements Programs {
  static final Duration DEADLINE = Duration.ofSeconds(5);

  /** What follows is read and thrown away. */
  private static final int OUTPUT_BYTES_MAX = 8 << 20;

  /** A grandchild may hold a pipe open for ever. */
  private static final long LAST_WORDS_MILLIS = 1_000;

  private static final int SHOWN_CHARACTERS_MAX = 200;
  private static final List<Path> FOLDERS =
      List.of(
          Path.of("/usr/sbin"),
          Path.of("/sbin"),
          Path.of("/usr/bin"),
          Path.of("/bin"),
          Path.of("/usr/local/sbin"));
  private static final Executor PIPES =
      task -> Thread.ofPlatform().daemon().name("accept-rules-pipe").start(task);

  private final List<Path> folders;
  private final Duration deadline;

  public HostPrograms() {
    this(DEADLINE);
  }

  /** Those of an administrator's path. */
  public HostPrograms(Duration deadline) {
    this(FOLDERS, deadline);
  }

  /** With one more folder, which comes first. */
  public HostPrograms(Path first) {
    this(Stream.concat(Stream.of(first), FOLDERS.stream()).toList(), DEADLINE);
  }

  HostPrograms(List<Path> folders, Duration deadline) {
    this.folders = List.copyOf(folders);
    this.deadline = deadline;
  }

  @Override
  public boolean has(String program) {
    return find(program).isPresent();
  }

  private Optional<Path> find(String program) {
    return folders.stream()
        .map(folder -> folder.resolve(program))
        .filter(path -> Files.isRegularFile(path) && Files.isExecutable(path))
        .findFirst();
  }

  @Override
  public Ran run(List<String> command, String input) throws InterruptedException {
    String name = command.getFirst();
    Optional<Path> program = find(name);
    if (program.isEmpty()) {
      return Ran.failed("there is no " + name);
    }
    List<String> words = new ArrayList<>(command);
    words.set(0, program.get().toString());
    ProcessBuilder builder = new ProcessBuilder(words).directory(new File("/"));
    builder.environment().put("LC_ALL", "C");
    try {
      return watch(name, builder.start(), input);
    } catch (IOException refused) {
      return Ran.failed("cannot start " + name + ": " + refused.getMessage());
    }
  }

  private Ran watch(String name, Process process, String input) throws InterruptedException {
    boolean ended = false;
    try {
      CompletableFuture.runAsync(() -> write(process, input), PIPES);
      CompletableFuture<String> out = read(process.getInputStream());
      CompletableFuture<String> err = read(process.getErrorStream());
      ended = process.waitFor(deadline);
      if (!ended) {
        return Ran.failed(name + " did not end within " + deadline.toMillis() + " ms");
      }
      String said = out.get(LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS);
      return process.exitValue() == 0
          ? new Ran(said, Optional.empty())
          : Ran.failed(
              name
                  + ": "
                  + line(err.get(LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS), process.exitValue()));
    } catch (TimeoutException | ExecutionException unread) {
      return Ran.failed(name + ": its output cannot be read");
    } finally {
      if (!ended) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    }
  }

  private static void write(Process process, String input) {
    try (OutputStream in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException _) {
      // A program that does not listen says why in its status.
      return;
    }
  }

  private static CompletableFuture<String> read(InputStream from) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (from) {
            byte[] kept = from.readNBytes(OUTPUT_BYTES_MAX);
            from.transferTo(OutputStream.nullOutputStream());
            return new String(kept, StandardCharsets.UTF_8);
          } catch (IOException cut) {
            return "";
          }
        },
        PIPES);
  }

  /** What it complains about first. */
  private static String line(String errors, int status) {
    String line =
        errors
            .lines()
            .map(each -> each.replaceAll("\\p{Cntrl}", " ").replace('"', '\'').strip())
            .filter(each -> !each.isEmpty() && !each.startsWith("#"))
            .findFirst()
            .orElse("exit status " + status);
    return line.length() > SHOWN_CHARACTERS_MAX
        ? line.substring(0, SHOWN_CHARACTERS_MAX) + "..."
        : line;
  }
}
