package io.directord.director;

import io.directord.director.config.DirectorConfig;
import io.directord.director.reconcile.Maintenance;
import io.directord.director.reconcile.OperatorOverride;
import java.util.List;
import java.util.Map;

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

  /** By {@code SERVICE/SERVER}. */
  Map<String, OperatorOverride> of(DirectorConfig config) {
    return Maintenance.merge(config, commands, files);
  }
}
