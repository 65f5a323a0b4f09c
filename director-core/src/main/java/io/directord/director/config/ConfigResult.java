package io.directord.director.config;

import java.util.List;

/** What came of reading a configuration. */
public sealed interface ConfigResult {

  /** Everything holds together; the warnings are for a person to read. */
  record Valid(DirectorConfig config, List<Problem> warnings) implements ConfigResult {
    public Valid {
      warnings = List.copyOf(warnings);
    }
  }

  /** At least one problem, sorted by file and line. */
  record Invalid(List<Problem> problems) implements ConfigResult {
    public Invalid {
      problems = List.copyOf(problems);
    }
  }

  /** The file itself could not be read; one sentence says why. */
  record Unreadable(String because) implements ConfigResult {}
}
