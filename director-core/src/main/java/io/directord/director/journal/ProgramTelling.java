package io.directord.director.journal;

import io.directord.director.config.HookConfig.Arguments;
import io.directord.kernel.packet.RealTime;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a program for an event. */
final class ProgramTelling implements Telling.Single {
  private static final Logger LOG = LoggerFactory.getLogger(ProgramTelling.class);

  /** To open a pipe waits for somebody who reads it: that is for a process, which can be killed. */
  private static final String INTO_PIPE = "[ -p \"$0\" ] || exit 66; exec cat > \"$0\"";

  /**
   * The next attempt begins when the killed one is gone, or its reader might hear the end of it.
   */
  private static final int KILLED_SECONDS_MAX = 2;

  private final List<String> command;
  private final Arguments arguments;
  private final boolean pipe;

  ProgramTelling(List<String> command, Arguments arguments) {
    this(command, arguments, false);
  }

  private ProgramTelling(List<String> command, Arguments arguments, boolean pipe) {
    this.command = command;
    this.arguments = arguments;
    this.pipe = pipe;
  }

  /** Writes a line into a named pipe. */
  static ProgramTelling into(Path path, Arguments arguments) {
    return new ProgramTelling(
        List.of("/bin/sh", "-c", INTO_PIPE, path.toString()), arguments, true);
  }

  @Override
  public String attempt(JournalEvent event, Duration timeout) throws InterruptedException {
    List<String> words =
        arguments == Arguments.KEEPALIVED ? KeepalivedArguments.of(event) : List.of();
    if (pipe && arguments == Arguments.KEEPALIVED && words.isEmpty()) {
      return ""; // nothing that its reader would understand
    }
    try {
      Process process = start(event, words);
      if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.waitFor(KILLED_SECONDS_MAX, TimeUnit.SECONDS);
        return "timed out after " + timeout.toMillis() + " ms" + (pipe ? ": nobody reads it" : "");
      }
      int status = process.exitValue();
      return status == 0 ? "" : pipe && status == 66 ? "no such pipe" : "exit status " + status;
    } catch (IOException refused) {
      return String.valueOf(refused.getMessage());
    }
  }

  private Process start(JournalEvent event, List<String> words) throws IOException {
    List<String> all = new ArrayList<>(command);
    all.addAll(pipe ? List.of() : words);
    ProcessBuilder builder =
        new ProcessBuilder(all)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("DIRECTORD_KIND", event.kind());
    builder.environment().put("DIRECTORD_SEQUENCE", String.valueOf(event.sequence()));
    builder.environment().put("DIRECTORD_AT", event.at().toString());
    builder.environment().put("DIRECTORD_LEVEL", event.level().text());
    event
        .fields()
        .forEach((key, value) ->
            builder
                .environment()
                .put("DIRECTORD_" + key.toUpperCase(Locale.ROOT).replace('-', '_'), value));
    Process process = RealTime.start(builder);
    String line =
        pipe && arguments == Arguments.KEEPALIVED ? KeepalivedArguments.line(words) : event.line();
    try (OutputStream input = process.getOutputStream()) {
      input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException unread) {
      // The program does not read what it is told; it has the environment.
      LOG.debug("event=hook-unread program={}", command.getFirst());
    }
    return process;
  }
}
