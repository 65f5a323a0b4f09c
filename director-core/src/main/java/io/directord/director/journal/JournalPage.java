package io.directord.director.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds lines in a file by their numbers, which rise: a file is not read whole to go on from its
 * middle. Waits for the disk.
 */
final class JournalPage {
  /** Longer than any line: {@link Entry} has bounds. */
  private static final int LINE_BYTES_MAX = 256 << 10;

  private static final int PAGE_BYTES = 512 << 10;

  private JournalPage() {}

  /** The number of the first line; the highest there is when the file has none. */
  static long first(FileChannel file) throws IOException {
    List<JournalLine> lines = lines(file, 0, Math.min(file.size(), LINE_BYTES_MAX));
    return lines.isEmpty() ? Long.MAX_VALUE : lines.getFirst().sequence();
  }

  /** Some lines behind this number, from the first on; empty when there are none. */
  static List<JournalLine> behind(FileChannel file, long after) throws IOException {
    long end = file.size();
    long low = 0; // what is before it is not behind the number
    long high = end;
    while (high - low > LINE_BYTES_MAX) {
      long middle = low + (high - low) / 2;
      List<JournalLine> next = lines(file, middle, Math.min(end, middle + LINE_BYTES_MAX));
      if (!next.isEmpty() && next.getFirst().sequence() <= after) {
        low = middle;
      } else {
        high = middle;
      }
    }
    for (long begin = low; begin < end; begin += PAGE_BYTES - LINE_BYTES_MAX) {
      List<JournalLine> found =
          lines(file, begin, Math.min(end, begin + PAGE_BYTES)).stream()
              .filter(line -> line.sequence() > after)
              .toList();
      if (!found.isEmpty()) {
        return found;
      }
    }
    return List.of();
  }

  /** The lines that begin behind the offset, or at it where it is 0, and end before the other. */
  static List<JournalLine> lines(FileChannel file, long begin, long end) throws IOException {
    long from = Math.max(0, begin - 1); // a line begins there when the byte before is an end
    ByteBuffer bytes = ByteBuffer.allocate((int) (end - from));
    fill(file, bytes, from);
    byte[] array = bytes.array();
    int length = bytes.position();
    List<JournalLine> found = new ArrayList<>();
    int start = begin == 0 ? 0 : indexOfEnd(array, 0, length) + 1;
    if (begin > 0 && start == 0) {
      return found;
    }
    for (int stop = indexOfEnd(array, start, length);
        stop >= 0;
        stop = indexOfEnd(array, start, length)) {
      Optional<JournalLine> line =
          JournalLine.of(new String(array, start, stop - start, StandardCharsets.UTF_8));
      line.ifPresent(found::add);
      start = stop + 1;
    }
    return found;
  }

  private static int indexOfEnd(byte[] bytes, int from, int length) {
    for (int i = from; i < length; i++) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  /** As much as there is. */
  static void fill(FileChannel file, ByteBuffer bytes, long offset) throws IOException {
    long at = offset;
    while (bytes.hasRemaining()) {
      int read = file.read(bytes, at);
      if (read < 0) {
        return;
      }
      at += read;
    }
  }
}
