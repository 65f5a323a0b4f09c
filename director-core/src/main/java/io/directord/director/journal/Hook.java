package io.directord.director.journal;

import io.directord.director.config.HookConfig;
import io.directord.kernel.packet.RealTime;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one program for each event it is meant for: in order, one at a time, at least once. How far
 * it came is on disk, so that a restart goes on there. A thread of its own, which nobody waits for.
 */
final class Hook implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Hook.class);

  /** A program that goes on failing must not keep the next events from it for ever. */
  private static final int ATTEMPTS_MAX = 3;

  private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(1);
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final HookConfig config;
  private final Journal journal;
  private final Path progress;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile long told;

  /** Begins behind the last event it was told of; a new one with those to come. */
  Hook(HookConfig config, Journal journal, Path folder) throws IOException {
    this.config = config;
    this.journal = journal;
    this.progress = folder.resolve("hook-" + config.name() + ".sequence");
    this.told =
        Files.exists(progress)
            ? Long.parseLong(Files.readString(progress).strip())
            : journal.latest();
    save(told);
  }

  /** Whether it was told of everything there is. */
  boolean done() {
    return told >= journal.latest();
  }

  void end() {
    ended.countDown();
  }

  @Override
  public void run() {
    try {
      do {
        for (JournalLine line : journal.read(told)) {
          if (config.kinds().isEmpty() || config.kinds().contains(line.kind())) {
            Optional<JournalEvent> event = line.event();
            if (event.isPresent()) {
              tell(event.get());
            }
          }
          save(line.sequence());
          told = line.sequence();
        }
      } while (!ended.await(LOOK.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (IOException unwritable) {
      LOG.error("event=hook-lost hook={} because=\"{}\"", config.name(), unwritable.toString());
    }
  }

  private void tell(JournalEvent event) throws InterruptedException {
    for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
      String trouble = attempt(event);
      if (trouble.isEmpty()) {
        return;
      }
      LOG.warn(
          "event=hook-failed hook={} sequence={} attempt={} because=\"{}\"",
          config.name(),
          event.sequence(),
          attempt,
          trouble);
      if (attempt < ATTEMPTS_MAX
          && ended.await(BETWEEN_ATTEMPTS.toMillis() * attempt, TimeUnit.MILLISECONDS)) {
        return;
      }
    }
  }

  /** What went wrong; empty when nothing did. */
  private String attempt(JournalEvent event) throws InterruptedException {
    try {
      Process process = start(event);
      if (!process.waitFor(config.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        return "timed out after " + config.timeout().toMillis() + " ms";
      }
      return process.exitValue() == 0 ? "" : "exit status " + process.exitValue();
    } catch (IOException refused) {
      return String.valueOf(refused.getMessage());
    }
  }

  private Process start(JournalEvent event) throws IOException {
    List<String> command = new ArrayList<>(config.command());
    if (config.arguments() == HookConfig.Arguments.KEEPALIVED) {
      command.addAll(KeepalivedArguments.of(event));
    }
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("DIRECTORD_KIND", event.kind());
    builder.environment().put("DIRECTORD_SEQUENCE", String.valueOf(event.sequence()));
    builder.environment().put("DIRECTORD_AT", event.at().toString());
    event
        .fields()
        .forEach((key, value) ->
            builder
                .environment()
                .put("DIRECTORD_" + key.toUpperCase(Locale.ROOT).replace('-', '_'), value));
    Process process = RealTime.start(builder);
    try (OutputStream input = process.getOutputStream()) {
      input.write((event.line() + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException unread) {
      // The program does not read what it is told; it has the environment.
      LOG.debug("event=hook-unread hook={}", config.name());
    }
    return process;
  }

  private void save(long sequence) throws IOException {
    Path fresh = progress.resolveSibling(progress.getFileName() + ".new");
    Files.writeString(fresh, sequence + "\n");
    Files.move(
        fresh, progress, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
