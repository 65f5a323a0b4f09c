package io.directord.director;

import io.directord.director.config.DirectorConfig;
import io.directord.director.reconcile.Maintenance;
import io.directord.director.reconcile.Maintenance.Note;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks each second which files stand in the maintenance directory. A look, which may wait for the
 * disk, is done by the disk executor; the first one by whoever starts it.
 */
public final class MaintenanceFiles {
  private static final Logger LOG = LoggerFactory.getLogger(MaintenanceFiles.class);
  private static final long INTERVAL_SECONDS = 1;

  /** What is beyond is not looked at. */
  private static final int FILES_MAX = 10_000;

  private static final int CONTENT_BYTES_MAX = 64;
  private static final int UNMATCHED_LOGGED_MAX = 10;

  private final Director director;
  private final Executor disk;
  private final AtomicBoolean looking = new AtomicBoolean();
  private volatile DirectorConfig config;
  private volatile List<Note> notes = List.of();
  private String trouble = "";

  MaintenanceFiles(Director director, Executor disk, DirectorConfig config) {
    this.director = director;
    this.disk = disk;
    this.config = config;
  }

  /** What stands there now; nothing where that cannot be read. */
  public static List<Note> read(DirectorConfig config) {
    try {
      return config.maintenanceDirectory().isEmpty()
          ? List.of()
          : scan(config.maintenanceDirectory().get());
    } catch (IOException unreadable) {
      return List.of();
    }
  }

  /** Looks once at once, and then goes on. */
  void start(ScheduledExecutorService timer) {
    look();
    timer.scheduleWithFixedDelay(
        this::lookLater, INTERVAL_SECONDS, INTERVAL_SECONDS, TimeUnit.SECONDS);
  }

  void apply(DirectorConfig taken) {
    config = taken;
    lookLater();
  }

  private void lookLater() {
    if ((config.maintenanceDirectory().isEmpty() && notes.isEmpty())
        || !looking.compareAndSet(false, true)) {
      return;
    }
    try {
      disk.execute(() -> {
        looking.set(false);
        look();
      });
    } catch (RejectedExecutionException ending) {
      LOG.debug("event=maintenance-closed");
    }
  }

  private void look() {
    DirectorConfig now = config;
    Optional<Path> folder = now.maintenanceDirectory();
    List<Note> found;
    try {
      found = folder.isEmpty() ? List.of() : scan(folder.get());
      say("");
    } catch (NoSuchFileException absent) {
      found = List.of();
      say(folder.orElseThrow() + " does not exist: nothing is in maintenance");
    } catch (IOException unreadable) {
      say(unreadable + ": what was in maintenance stays so");
      return;
    }
    if (found.equals(notes)) {
      return;
    }
    notes = found;
    LOG.info("event=maintenance files={}", found.size());
    Maintenance.unmatched(now, found).stream()
        .limit(UNMATCHED_LOGGED_MAX)
        .forEach(name ->
            LOG.warn("event=maintenance-unmatched file={} names no server, nor address", name));
    director.maintain(found);
  }

  private void say(String because) {
    if (!because.isEmpty() && !because.equals(trouble)) {
      LOG.warn("event=maintenance-unreadable because=\"{}\"", because);
    }
    trouble = because;
  }

  /** Sorted by name. Hidden files, and those that editors leave behind, are none. */
  static List<Note> scan(Path folder) throws IOException {
    List<Note> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (name.startsWith(".") || name.endsWith("~")) {
          continue;
        }
        if (found.size() == FILES_MAX) {
          break;
        }
        try {
          if (Files.isRegularFile(file)) {
            found.add(note(file, name));
          }
        } catch (NoSuchFileException gone) {
          LOG.debug("event=maintenance-gone file={}", name);
        }
      }
    } catch (java.nio.file.DirectoryIteratorException failed) {
      throw failed.getCause();
    }
    found.sort(Comparator.comparing(Note::name));
    return found;
  }

  private static Note note(Path file, String name) throws IOException {
    var at = Files.getLastModifiedTime(file).toInstant().truncatedTo(ChronoUnit.SECONDS);
    String by = "file " + file + " (" + Files.getOwner(file).getName() + ", " + at + ")";
    return new Note(name, content(file).equals("disable"), by, at);
  }

  /** What cannot be read counts as empty: it stands there, so it is meant. */
  private static String content(Path file) throws NoSuchFileException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(CONTENT_BYTES_MAX);
      return new String(bytes, StandardCharsets.UTF_8).strip().toLowerCase(Locale.ROOT);
    } catch (NoSuchFileException gone) {
      throw gone;
    } catch (IOException unreadable) {
      return "";
    }
  }
}
