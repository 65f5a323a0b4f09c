package io.directord.director;

import io.directord.director.config.DirectorConfig;
import io.directord.director.journal.Entry;
import io.directord.director.reconcile.Maintenance;
import io.directord.director.reconcile.OperatorOverride;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What operators want of servers, by command and by file. Pure. */
record Orders(Map<String, OperatorOverride> commands, List<Maintenance.Note> files) {
  static final Orders NONE = new Orders(Map.of(), List.of());

  Orders {
    commands = Map.copyOf(commands);
    files = List.copyOf(files);
  }

  Orders withCommands(Map<String, OperatorOverride> others) {
    return new Orders(others, files);
  }

  Orders withFiles(List<Maintenance.Note> others) {
    return new Orders(commands, others);
  }

  /** Which files have come and gone since then, in the words of the journal. */
  List<Entry> filesSince(Orders before) {
    List<Entry> entries = new ArrayList<>();
    Set<Maintenance.Note> known = new HashSet<>(before.files);
    for (Maintenance.Note note : files) {
      if (!known.contains(note)) {
        String command = note.disable() ? "disable" : "drain";
        entries.add(
            Entry.of("maintenance", "file", note.name(), "command", command, "by", note.by()));
      }
    }
    Set<String> names = files.stream().map(Maintenance.Note::name).collect(Collectors.toSet());
    for (Maintenance.Note note : before.files) {
      if (!names.contains(note.name())) {
        entries.add(Entry.of("maintenance", "file", note.name(), "command", "enable"));
      }
    }
    return entries;
  }

  /** By {@code SERVICE/SERVER}. */
  Map<String, OperatorOverride> of(DirectorConfig config) {
    return Maintenance.merge(config, commands, files);
  }
}
