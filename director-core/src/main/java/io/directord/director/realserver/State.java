package io.directord.director.realserver;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was done to this host, oldest first, with what was there before. Pure. It is a text that a
 * shell script keeps as well: a line each, {@code KEY<tab>REST<tab>FORMER}, after the boot's id.
 *
 * @param entries steps; their keys differ
 * @param files which make it survive a boot
 */
record State(List<Entry> entries, List<String> files) {
  static final State EMPTY = new State(List.of(), List.of());
  private static final int LINES_MAX = 8192;
  private static final String FILE = "file ";

  /**
   * A step that was begun.
   *
   * @param former of a setting; empty: there was none
   */
  record Entry(Step step, String former) {
    String line() {
      return step.key() + "\t" + step.rest() + "\t" + former;
    }
  }

  State {
    entries = List.copyOf(entries);
    files = List.copyOf(files);
  }

  /** Of an earlier boot, only what is on disk still counts. */
  static State read(String text, String bootId) {
    List<String> lines =
        text.substring(0, text.lastIndexOf('\n') + 1).lines().limit(LINES_MAX).toList();
    boolean thisBoot = !lines.isEmpty() && lines.getFirst().equals("boot\t" + bootId + "\t");
    List<Entry> entries = new ArrayList<>();
    List<String> files = new ArrayList<>();
    for (String line : lines) {
      String[] fields = line.split("\t", -1);
      if (fields.length != 3) {
        continue;
      }
      if (fields[0].startsWith(FILE)) {
        files.add(fields[0].substring(FILE.length()));
      }
      StepLines.read(fields[0], fields[1])
          .map(step -> thisBoot ? List.of(step) : step.afterBoot())
          .ifPresent(steps -> steps.forEach(step -> entries.add(new Entry(step, fields[2]))));
    }
    return new State(entries, files);
  }

  String write(String bootId) {
    StringBuilder text = new StringBuilder("boot\t").append(bootId).append("\t\n");
    entries.forEach(entry -> text.append(entry.line()).append('\n'));
    files.forEach(file -> text.append(FILE).append(file).append("\t\t\n"));
    return text.toString();
  }

  boolean isEmpty() {
    return entries.isEmpty() && files.isEmpty();
  }

  Optional<Entry> entry(String key) {
    return entries.stream().filter(each -> each.step().key().equals(key)).findFirst();
  }

  /** What was there before the first time is not forgotten. */
  State with(Step step, String former) {
    List<Entry> others = new ArrayList<>();
    boolean known = false;
    for (Entry each : entries) {
      boolean same = each.step().key().equals(step.key());
      others.add(same ? new Entry(step, each.former()) : each);
      known |= same;
    }
    if (!known) {
      others.add(new Entry(step, former));
    }
    return new State(others, files);
  }

  State without(Step step) {
    return new State(
        entries.stream().filter(each -> !each.step().key().equals(step.key())).toList(), files);
  }

  State withFiles(List<String> others) {
    return new State(entries, others);
  }
}
