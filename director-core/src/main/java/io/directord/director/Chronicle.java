package io.directord.director;

import io.directord.director.config.DirectorConfig;
import io.directord.director.journal.Hooks;
import io.directord.director.journal.Journal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down what happened and has hooks told of it, on the disk executor: nobody waits for
 * either. A disk that takes nothing costs events, not service. Thread-safe.
 */
final class Chronicle {
  private static final Logger LOG = LoggerFactory.getLogger(Chronicle.class);

  private final ExecutorService disk;
  private final Path folder;
  private final boolean shadow;
  private @Nullable Journal journal;
  private @Nullable Hooks hooks;

  /**
   * Writes nothing before the first {@link #apply}.
   *
   * @param shadow writes nothing and tells nobody
   */
  Chronicle(ExecutorService disk, Path folder, boolean shadow) {
    this.disk = disk;
    this.folder = folder;
    this.shadow = shadow;
  }

  /** Opens the journal and tells these hooks from now on. */
  void apply(DirectorConfig config) {
    if (shadow) {
      return;
    }
    submit(() -> {
      Journal open = journal == null ? Journal.open(folder) : journal;
      journal = open;
      Hooks running = hooks == null ? new Hooks(open, folder) : hooks;
      hooks = running;
      running.apply(config.hooks());
    });
  }

  void write(Instant at, String kind, Map<String, String> fields) {
    submit(() -> {
      if (journal != null) {
        journal.append(at, kind, fields);
      }
    });
  }

  /** Lets hooks hear the end, but not for ever; what they miss they hear at the next start. */
  CompletionStage<Boolean> finish(Duration patience) {
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    submit(() -> {
      if (hooks != null) {
        hooks.finish(patience);
        hooks.close();
      }
      if (journal != null) {
        journal.close();
      }
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
        }
      });
    } catch (RejectedExecutionException ending) {
      LOG.debug("event=journal-closed");
    }
  }
}
