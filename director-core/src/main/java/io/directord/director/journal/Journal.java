package io.directord.director.journal;

import io.directord.director.config.EventKinds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The events of this node in a file, one JSON object a line, each on disk before anybody is told.
 * Two files of bounded size take turns. Appending blocks on the disk and is for one thread; asking
 * is for any.
 */
public final class Journal implements AutoCloseable {
  /** When a file is this long, the next begins. */
  private static final long FILE_BYTES_MAX = 8 << 20;

  /** Kept in memory, for whoever has not been told yet. */
  private static final int REMEMBERED_MAX = 4_000;

  /** What stands is repeated at the beginning of a file, but not to fill it. */
  private static final int STANDING_MAX = 10_000;

  /** An event with its time. */
  public record Dated(Instant at, Entry entry) {}

  private final @Nullable JournalFiles files;
  private final Supplier<List<Entry>> standing;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final ConcurrentNavigableMap<Long, JournalLine> remembered =
      new ConcurrentSkipListMap<>();
  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
  private volatile long last;

  private Journal(@Nullable JournalFiles files, Supplier<List<Entry>> standing) {
    this.files = files;
    this.standing = standing;
    EventKinds.all().forEach(kind -> counts.put(kind, new LongAdder()));
  }

  /** How many events of a kind this run has written down. */
  public long count(String kind) {
    LongAdder count = counts.get(kind);
    return count == null ? 0 : count.sum();
  }

  /**
   * Writes nothing before it is {@linkplain #begin begun}.
   *
   * @param standing how things stand, repeated where a file begins so that it tells the whole
   */
  public static Journal in(Path folder, Supplier<List<Entry>> standing) {
    return in(folder, FILE_BYTES_MAX, standing);
  }

  static Journal in(Path folder, long fileBytesMax, Supplier<List<Entry>> standing) {
    return new Journal(new JournalFiles(folder, fileBytesMax), standing);
  }

  /** Goes on where an earlier run ended. */
  public static Journal open(Path folder) throws IOException {
    Journal journal = in(folder, List::of);
    journal.begin();
    return journal;
  }

  /** Of a director that writes nothing: events are remembered while it runs. */
  public static Journal inMemory() {
    return new Journal(null, List::of);
  }

  /** Goes on where an earlier run ended; does nothing when it has begun. */
  public void begin() throws IOException {
    if (files != null && !files.isOpen()) {
      files.open().forEach(this::remember);
    }
  }

  /** Writes an event down; on return it is on disk. */
  public JournalLine append(Instant at, String kind, Map<String, String> fields)
      throws IOException {
    return append(List.of(new Dated(at, new Entry(kind, fields)))).getLast();
  }

  /** Writes events down; on return they are on disk, and after an exception none of them is. */
  public List<JournalLine> append(List<Dated> events) throws IOException {
    begin();
    List<JournalLine> lines = numbered(events, last);
    if (files != null) {
      if (files.isFullWith(bytes(lines))) {
        files.turn();
        repeat(events.getFirst().at(), files);
        lines = numbered(events, last);
      }
      files.append(lines);
    }
    lines.forEach(this::remember);
    for (Dated each : events) {
      counts.computeIfAbsent(each.entry().kind(), _ -> new LongAdder()).increment();
    }
    listeners.forEach(Runnable::run);
    return lines;
  }

  private void repeat(Instant at, JournalFiles into) throws IOException {
    List<Dated> first =
        standing.get().stream().limit(STANDING_MAX).map(each -> new Dated(at, each)).toList();
    List<JournalLine> lines = numbered(first, last);
    if (!lines.isEmpty()) {
      into.append(lines);
      lines.forEach(this::remember);
    }
  }

  private static List<JournalLine> numbered(List<Dated> events, long after) {
    List<JournalLine> lines = new ArrayList<>(events.size());
    long sequence = after;
    for (Dated each : events) {
      JournalEvent event =
          new JournalEvent(++sequence, each.at(), each.entry().kind(), each.entry().fields());
      lines.add(new JournalLine(sequence, event.line()));
    }
    return lines;
  }

  private static long bytes(List<JournalLine> lines) {
    long bytes = 0;
    for (JournalLine line : lines) {
      bytes += line.text().getBytes(StandardCharsets.UTF_8).length + 1;
    }
    return bytes;
  }

  private void remember(JournalLine line) {
    remembered.put(line.sequence(), line);
    last = Math.max(last, line.sequence());
    while (remembered.firstKey() <= last - REMEMBERED_MAX) {
      remembered.pollFirstEntry();
    }
  }

  /** Is called after each writing, on the thread that writes, and must return at once. */
  public void onAppended(Runnable listener) {
    listeners.add(listener);
  }

  public void forget(Runnable listener) {
    listeners.remove(listener);
  }

  /**
   * The next events after this one, the oldest first; empty when they are not in memory, and {@link
   * #read} has to be asked. For threads that must not wait.
   */
  public Optional<List<JournalLine>> remembered(long after, int most) {
    if (after >= last) {
      return Optional.of(List.of());
    }
    List<JournalLine> found =
        remembered.tailMap(after, false).values().stream().limit(most).toList();
    boolean whole = !found.isEmpty() && found.getFirst().sequence() == after + 1;
    return whole || files == null ? Optional.of(found) : Optional.empty();
  }

  /**
   * The next events after this one, the oldest first: not all, but some if there are any. Waits for
   * the disk where memory does not reach.
   */
  public List<JournalLine> read(long after) throws IOException {
    Optional<List<JournalLine>> known = remembered(after, REMEMBERED_MAX);
    if (known.isPresent() || files == null) {
      return known.orElse(List.of());
    }
    long told = last;
    List<JournalLine> found =
        files.read(after).stream().filter(line -> line.sequence() <= told).toList();
    return found.isEmpty() ? List.copyOf(remembered.tailMap(after, false).values()) : found;
  }

  /** The number of the latest event; 0 when there was none. */
  public long latest() {
    return last;
  }

  @Override
  public void close() throws IOException {
    if (files != null) {
      files.close();
    }
  }
}
