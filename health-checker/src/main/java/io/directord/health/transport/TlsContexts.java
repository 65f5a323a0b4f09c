package io.directord.health.transport;

import io.directord.health.transport.TlsFiles.Material;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * What was made of the files of TLS, once for all who need the same, and again when the files
 * change: a renewed certificate of ours is shown without a reload. Read by a thread of its own, so
 * that no loop waits for a disk.
 */
final class TlsContexts {
  /** How soon a changed file is noticed, by the first connection after that. */
  static final long LOOK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(60);

  /** The same while they cannot be used. */
  static final long TRY_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** What nobody has asked for so long is forgotten, when something new comes. */
  private static final long IDLE_NANOS = TimeUnit.HOURS.toNanos(25);

  private final Executor reader;
  private final Map<TlsFiles, Entry> entries = new ConcurrentHashMap<>();

  TlsContexts(Executor reader) {
    this.reader = reader;
  }

  private static final class Entry {
    private CompletableFuture<Material> material = new CompletableFuture<>();
    private Map<Path, Object> stamps = Map.of();
    private long lookedNanos;
    private long usedNanos;
    private boolean looking;
  }

  /** Complete at once, but for the first time. From any thread. */
  CompletableFuture<Material> of(TlsFiles files, long nowNanos) {
    Entry entry = entries.get(files);
    if (entry == null) {
      entries.values().removeIf(each -> isIdle(each, nowNanos));
      entry = entries.computeIfAbsent(files, _ -> new Entry());
    }
    synchronized (entry) {
      entry.usedNanos = nowNanos;
      if (!entry.looking && isDue(entry, nowNanos)) {
        entry.looking = true;
        entry.lookedNanos = nowNanos;
        Entry stale = entry;
        reader.execute(() -> look(files, stale));
      }
      return entry.material;
    }
  }

  private static boolean isIdle(Entry entry, long nowNanos) {
    synchronized (entry) {
      return nowNanos - entry.usedNanos >= IDLE_NANOS;
    }
  }

  private static boolean isDue(Entry entry, long nowNanos) {
    if (!entry.material.isDone()) {
      return true;
    }
    long wait = isReady(entry) ? LOOK_AGAIN_NANOS : TRY_AGAIN_NANOS;
    return nowNanos - entry.lookedNanos >= wait;
  }

  private static boolean isReady(Entry entry) {
    return entry.material.isDone()
        && !entry.material.isCompletedExceptionally()
        && entry.material.getNow(null) instanceof Material.Ready;
  }

  private static void look(TlsFiles files, Entry entry) {
    try {
      // Before they are read: what changes meanwhile is read again.
      Map<Path, Object> stamps = stamps(files);
      if (isRead(entry, stamps)) {
        return;
      }
      Material material = files.read();
      synchronized (entry) {
        entry.stamps = stamps;
        if (!entry.material.complete(material)) {
          entry.material = CompletableFuture.completedFuture(material);
        }
      }
    } catch (Throwable bug) {
      synchronized (entry) {
        // Whoever waits reports it.
        entry.material.completeExceptionally(bug);
      }
    } finally {
      synchronized (entry) {
        entry.looking = false;
      }
    }
  }

  private static boolean isRead(Entry entry, Map<Path, Object> stamps) {
    synchronized (entry) {
      return isReady(entry) && entry.stamps.equals(stamps);
    }
  }

  /** When each was changed last, and how long it is. */
  private static Map<Path, Object> stamps(TlsFiles files) {
    Map<Path, Object> stamps = new HashMap<>();
    for (Path path : files.paths()) {
      try {
        FileTime changed = Files.getLastModifiedTime(path);
        stamps.put(path, changed + " " + Files.size(path));
      } catch (IOException e) {
        stamps.put(path, e.getClass());
      }
    }
    return stamps;
  }
}
