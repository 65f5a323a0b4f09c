package io.directord.director;

import io.directord.director.config.DirectorConfig;
import io.directord.director.journal.Entry;
import io.directord.director.journal.Hooks;
import io.directord.director.journal.Journal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down what happened and has hooks told of it, on the disk executor: nobody waits for
 * either, and what comes together is written together. A disk that takes nothing costs events, not
 * service. Thread-safe.
 */
final class Chronicle {
  private static final Logger LOG = LoggerFactory.getLogger(Chronicle.class);

  /** What has not been written yet; what is beyond while the disk hangs is counted and lost. */
  private static final int WAITING_MAX = 20_000;

  private static final int BATCH_MAX = 1_000;

  private record Waiting(Instant at, Supplier<List<Entry>> happened) {}

  private final ExecutorService disk;
  private final Path folder;
  private final boolean shadow;
  private final Consumer<Throwable> onBug;
  private final Journal journal;
  private final Queue<Waiting> waiting = new ArrayDeque<>();

  /** In words, but not written yet; the disk executor's. */
  private final Queue<Journal.Dated> worded = new ArrayDeque<>();

  private boolean writing;
  private long lost;
  private boolean troubled;
  private @Nullable Hooks hooks;

  /**
   * Writes nothing before the first {@link #apply}.
   *
   * @param shadow writes nothing and tells no hook
   * @param standing how things stand, repeated where a file of the journal begins
   * @param onBug ends the process
   */
  Chronicle(
      ExecutorService disk,
      Path folder,
      boolean shadow,
      Supplier<List<Entry>> standing,
      Consumer<Throwable> onBug) {
    this.disk = disk;
    this.onBug = onBug;
    this.folder = folder;
    this.shadow = shadow;
    this.journal = shadow ? Journal.inMemory() : Journal.in(folder, standing);
  }

  /** What happened, for whoever reads it. */
  Journal journal() {
    return journal;
  }

  /** Opens the journal and tells these hooks from now on. */
  void apply(DirectorConfig config) {
    if (shadow) {
      return;
    }
    submit(() -> {
      journal.begin();
      Hooks running =
          hooks == null ? new Hooks(journal, folder, config.node(), HostParts.secrets()) : hooks;
      hooks = running;
      running.apply(config.hooks());
    });
  }

  /** The first event of a run. */
  void started(Instant at, String version, String node, Path config, Shadow shadowing) {
    write(
        at,
        Entry.of(
            "started",
            "version",
            version,
            "node",
            node,
            "config",
            config.toString(),
            "shadow",
            shadowing.text()));
  }

  void write(Instant at, Entry entry) {
    write(at, () -> List.of(entry));
  }

  /**
   * Writes down what happened.
   *
   * @param happened puts it into words, on the disk executor
   */
  void write(Instant at, Supplier<List<Entry>> happened) {
    synchronized (waiting) {
      if (waiting.size() >= WAITING_MAX) {
        lost++;
        return;
      }
      waiting.add(new Waiting(at, happened));
      if (writing) {
        return;
      }
      writing = true;
    }
    submit(this::writeSome);
  }

  /** What is left takes its turn behind the other work of the disk. */
  private void writeSome() {
    writeBatch();
    if (isMore()) {
      submit(this::writeSome);
    }
  }

  private void writeBatch() {
    for (Waiting next = next(); next != null; next = worded.size() < BATCH_MAX ? next() : null) {
      for (Entry entry : next.happened().get()) {
        worded.add(new Journal.Dated(next.at(), entry));
      }
    }
    List<Journal.Dated> batch = new ArrayList<>();
    while (batch.size() < BATCH_MAX && !worded.isEmpty()) {
      batch.add(worded.remove());
    }
    if (!batch.isEmpty()) {
      append(batch);
    }
  }

  private @Nullable Waiting next() {
    synchronized (waiting) {
      return waiting.poll();
    }
  }

  private boolean isMore() {
    synchronized (waiting) {
      writing = !worded.isEmpty() || !waiting.isEmpty();
      return writing;
    }
  }

  private void append(List<Journal.Dated> events) {
    List<Journal.Dated> all = new ArrayList<>(events);
    long missing = lostUntilNow();
    if (missing > 0) {
      String count = String.valueOf(missing);
      all.addFirst(
          new Journal.Dated(events.getFirst().at(), Entry.of("journal-lost", "count", count)));
    }
    try {
      journal.append(all);
      troubled = false;
    } catch (IOException unwritable) {
      synchronized (waiting) {
        lost += missing + events.size();
      }
      if (!troubled) {
        LOG.error("event=journal-lost folder={} because=\"{}\"", folder, unwritable.toString());
        troubled = true;
      }
    }
  }

  private long lostUntilNow() {
    synchronized (waiting) {
      long until = lost;
      lost = 0;
      return until;
    }
  }

  /** Lets hooks hear the end, but not for ever; what they miss they hear at the next start. */
  CompletionStage<Boolean> finish(Duration patience) {
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    submit(() -> {
      do {
        writeBatch();
      } while (isMore());
      if (hooks != null) {
        hooks.finish(patience);
        hooks.close();
      }
      journal.close();
      done.complete(true);
    });
    return done;
  }

  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  private void submit(Work work) {
    try {
      disk.execute(() -> {
        try {
          work.run();
        } catch (IOException unwritable) {
          LOG.error("event=journal-lost folder={} because=\"{}\"", folder, unwritable.toString());
        } catch (InterruptedException stopped) {
          Thread.currentThread().interrupt();
        } catch (RuntimeException | Error bug) {
          onBug.accept(bug);
        }
      });
    } catch (RejectedExecutionException ending) {
      LOG.debug("event=journal-closed");
    }
  }
}
