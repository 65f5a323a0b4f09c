package io.directord.director.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The events of this node in a file, one JSON object a line, each on disk before anybody is told.
 * Two files of bounded size take turns. Appending blocks on the disk and is for one thread; reading
 * is for any.
 */
public final class Journal implements AutoCloseable {
  private static final String FILE = "events.jsonl";
  private static final String EARLIER = "events.1.jsonl";

  /** When a file is this long, the next begins. */
  private static final long FILE_BYTES_MAX = 1 << 20;

  /** Kept in memory, for whoever has not been told yet. */
  private static final int REMEMBERED_MAX = 10_000;

  private final Path folder;
  private final ConcurrentNavigableMap<Long, JournalEvent> remembered =
      new ConcurrentSkipListMap<>();
  private FileChannel file;
  private long last;

  private Journal(Path folder, FileChannel file) {
    this.folder = folder;
    this.file = file;
  }

  /** Goes on where an earlier run ended. */
  public static Journal open(Path folder) throws IOException {
    Files.createDirectories(folder);
    Journal journal = new Journal(folder, append(folder));
    String text = "";
    for (Path each : List.of(folder.resolve(EARLIER), folder.resolve(FILE))) {
      text = Files.exists(each) ? Files.readString(each) : "";
      text.lines().forEach(line -> JournalEvent.read(line).ifPresent(journal::remember));
    }
    if (!text.isEmpty() && !text.endsWith("\n")) {
      journal.file.write(ByteBuffer.wrap(new byte[] {'\n'})); // a crash cut the last line off
    }
    return journal;
  }

  private static FileChannel append(Path folder) throws IOException {
    return FileChannel.open(
        folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** Writes an event down; on return it is on disk. */
  public JournalEvent append(Instant at, String kind, Map<String, String> fields)
      throws IOException {
    JournalEvent event = new JournalEvent(last + 1, at, kind, fields);
    ByteBuffer bytes = ByteBuffer.wrap((event.line() + "\n").getBytes(StandardCharsets.UTF_8));
    if (file.size() + bytes.remaining() > FILE_BYTES_MAX) {
      turn();
    }
    while (bytes.hasRemaining()) {
      file.write(bytes);
    }
    file.force(false);
    remember(event);
    return event;
  }

  private void turn() throws IOException {
    file.close();
    Files.move(folder.resolve(FILE), folder.resolve(EARLIER), StandardCopyOption.REPLACE_EXISTING);
    file = append(folder);
  }

  private void remember(JournalEvent event) {
    last = Math.max(last, event.sequence());
    remembered.put(event.sequence(), event);
    if (remembered.size() > REMEMBERED_MAX) {
      remembered.pollFirstEntry();
    }
  }

  /** Events after this one, the oldest first. */
  public List<JournalEvent> after(long sequence) {
    return List.copyOf(remembered.tailMap(sequence, false).values());
  }

  /** The number of the latest event; 0 when there was none. */
  public long latest() {
    return remembered.isEmpty() ? 0 : remembered.lastKey();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
