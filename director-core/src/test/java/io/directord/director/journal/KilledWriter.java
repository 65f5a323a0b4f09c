package io.directord.director.journal;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A process that writes events and says on standard output which of them it was told are on disk;
 * until it is killed.
 */
final class KilledWriter {
  private KilledWriter() {}

  /** Takes the folder, and how many events there are in one batch. */
  public static void main(String[] args) throws Exception {
    int batch = Integer.parseInt(args[1]);
    try (Journal journal = Journal.in(Path.of(args[0]), 20_000, List::of)) {
      journal.begin();
      while (true) {
        List<Journal.Dated> events = new ArrayList<>();
        for (int i = 0; i < batch; i++) {
          String number = String.valueOf(journal.latest() + 1 + i);
          Entry entry = Entry.of("server", "service", "web", "server", "web" + number);
          events.add(new Journal.Dated(Instant.EPOCH, entry));
        }
        journal.append(events);
        System.out.println(journal.latest());
      }
    }
  }
}
