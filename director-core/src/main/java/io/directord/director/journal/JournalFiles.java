package io.directord.director.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Two files of lines that take turns: when one is full it becomes the earlier one, in the place of
 * the one before. All of it waits for the disk. Appending is for one thread, reading for any.
 */
final class JournalFiles implements AutoCloseable {
  static final String FILE = "events.jsonl";
  static final String EARLIER = "events.1.jsonl";

  /** So much of the end is read at the start, and kept in memory. */
  private static final int TAIL_BYTES = 1 << 20;

  private final Path folder;
  private final long fileBytesMax;
  private @Nullable FileChannel file;
  private long size;

  JournalFiles(Path folder, long fileBytesMax) {
    this.folder = folder;
    this.fileBytesMax = fileBytesMax;
  }

  boolean isOpen() {
    return file != null;
  }

  /** Answers with the latest lines; what a crash left of a last one is cut off. */
  List<JournalLine> open() throws IOException {
    Files.createDirectories(folder);
    FileChannel opened =
        FileChannel.open(
            folder.resolve(FILE),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    boolean done = false;
    try {
      size = wholeLines(opened);
      if (opened.size() > size) {
        opened.truncate(size).force(true);
      }
      opened.position(size);
      List<JournalLine> latest = JournalPage.lines(opened, Math.max(0, size - TAIL_BYTES), size);
      file = opened;
      done = true;
      return latest.isEmpty() ? tailOfEarlier() : latest;
    } finally {
      if (!done) {
        opened.close();
      }
    }
  }

  private List<JournalLine> tailOfEarlier() throws IOException {
    try (FileChannel earlier = FileChannel.open(folder.resolve(EARLIER), StandardOpenOption.READ)) {
      long end = earlier.size();
      return JournalPage.lines(earlier, Math.max(0, end - TAIL_BYTES), end);
    } catch (NoSuchFileException none) {
      return List.of();
    }
  }

  /** Up to the end of the last line that has one. */
  private static long wholeLines(FileChannel file) throws IOException {
    long end = file.size();
    ByteBuffer one = ByteBuffer.allocate(4096);
    while (end > 0) {
      long begin = Math.max(0, end - one.capacity());
      one.clear().limit((int) (end - begin));
      JournalPage.fill(file, one, begin);
      for (int i = one.limit() - 1; i >= 0; i--) {
        if (one.get(i) == '\n') {
          return begin + i + 1;
        }
      }
      end = begin;
    }
    return 0;
  }

  /** Whether so many bytes more begin a new file. */
  boolean isFullWith(long more) {
    return size > 0 && size + more > fileBytesMax;
  }

  /** Begins a new file. */
  void turn() throws IOException {
    FileChannel full = opened();
    file = null;
    full.close();
    Files.move(folder.resolve(FILE), folder.resolve(EARLIER), StandardCopyOption.REPLACE_EXISTING);
    open();
    try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
      names.force(true);
    }
  }

  /** On return they are on disk; after an exception nothing of them is. */
  void append(List<JournalLine> lines) throws IOException {
    FileChannel channel = opened();
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line.text()).append('\n'));
    ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
    long length = bytes.remaining();
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(false);
      size += length;
    } catch (IOException refused) {
      takeBack(channel, refused);
      throw refused;
    }
  }

  /**
   * Half a line would spoil the next one. What cannot be cut off now is, when it is opened anew.
   */
  private void takeBack(FileChannel channel, IOException refused) {
    file = null;
    try (channel) {
      channel.truncate(size);
    } catch (IOException stays) {
      refused.addSuppressed(stays);
    }
  }

  /** The next lines behind this number, oldest first: not all, but some if there are any. */
  List<JournalLine> read(long after) throws IOException {
    try (FileChannel current = FileChannel.open(folder.resolve(FILE), StandardOpenOption.READ)) {
      if (after + 1 < JournalPage.first(current)) {
        List<JournalLine> found = readEarlier(after);
        if (!found.isEmpty()) {
          return found;
        }
      }
      return JournalPage.behind(current, after);
    } catch (NoSuchFileException none) {
      return readEarlier(after);
    }
  }

  private List<JournalLine> readEarlier(long after) throws IOException {
    try (FileChannel earlier = FileChannel.open(folder.resolve(EARLIER), StandardOpenOption.READ)) {
      return JournalPage.behind(earlier, after);
    } catch (NoSuchFileException none) {
      return new ArrayList<>();
    }
  }

  private FileChannel opened() throws IOException {
    if (file == null) {
      throw new IOException("the journal in " + folder + " is not open");
    }
    return file;
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
      file = null;
    }
  }
}
