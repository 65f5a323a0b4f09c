package io.directord.director.host;

import io.directord.director.host.SysctlPlanner.Entry;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers on disk what sysctls were before directord set them, so that a run after a crash can
 * still give them back. The first line is the boot's id: no value outlives a boot, and neither does
 * the memory of it. Not thread-safe; does disk work.
 */
public final class SysctlMemory {
  private static final String FILE = "sysctls";
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
  private static final int ENTRIES_MAX = 10_000;

  private final Path folder;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  private SysctlMemory(Path folder) {
    this.folder = folder;
  }

  /** What an earlier run of this boot has left; a file that cannot be read counts as none. */
  public static SysctlMemory open(Path folder) {
    SysctlMemory memory = new SysctlMemory(folder);
    try {
      List<String> lines = Files.readAllLines(folder.resolve(FILE));
      if (!lines.isEmpty() && lines.getFirst().equals(bootId())) {
        lines.stream().skip(1).limit(ENTRIES_MAX).forEach(memory::parse);
      }
    } catch (IOException unreadable) {
      memory.entries.clear();
    }
    return memory;
  }

  private void parse(String line) {
    String[] words = line.split("\t", -1);
    if (words.length == 3 && !words[0].isEmpty()) {
      entries.put(words[0], new Entry(words[1], words[2]));
    }
  }

  Map<String, Entry> entries() {
    return new LinkedHashMap<>(entries);
  }

  /** What it was before; empty: directord did not set it. */
  public Optional<String> before(String name) {
    return Optional.ofNullable(entries.get(name)).map(Entry::before);
  }

  /** What directord set it to; empty: it did not. */
  public Optional<String> set(String name) {
    return Optional.ofNullable(entries.get(name)).map(Entry::set);
  }

  /** Is on disk when this returns. */
  public void remember(String name, String set, String before) throws IOException {
    Entry entry = new Entry(set, before);
    if (!entry.equals(entries.get(name))) {
      Map<String, Entry> all = entries();
      all.put(name, entry);
      write(all);
      entries.put(name, entry);
    }
  }

  public void forget(String name) throws IOException {
    if (entries.remove(name) != null) {
      write(entries);
    }
  }

  private void write(Map<String, Entry> all) throws IOException {
    if (all.isEmpty()) {
      try {
        Files.delete(folder.resolve(FILE));
      } catch (NoSuchFileException gone) {
        return;
      }
      return;
    }
    Files.createDirectories(folder);
    StringBuilder text = new StringBuilder(bootId()).append('\n');
    all.forEach((name, entry) ->
        text.append(name)
            .append('\t')
            .append(entry.set())
            .append('\t')
            .append(entry.before())
            .append('\n'));
    Path whole = folder.resolve(FILE + ".new");
    Files.writeString(whole, text);
    try (FileChannel channel = FileChannel.open(whole, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(whole, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
  }

  private static String bootId() throws IOException {
    return Files.readString(BOOT_ID).strip();
  }
}
