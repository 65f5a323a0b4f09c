package io.directord.director.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Collects everything wrong with one configuration, so that it is reported at once. */
final class Problems {
  private final List<Problem> errors = new ArrayList<>();
  private final List<Problem> warnings = new ArrayList<>();
  private int errorCount;

  void error(Place place, String path, String message) {
    errorCount++;
    if (errors.size() < Limits.PROBLEMS_LISTED_MAX) {
      errors.add(new Problem(place.file(), place.line(), path, message));
    }
  }

  void warning(Place place, String path, String message) {
    if (warnings.size() < Limits.PROBLEMS_LISTED_MAX) {
      warnings.add(new Problem(place.file(), place.line(), path, message));
    }
  }

  int errorCount() {
    return errorCount;
  }

  List<Problem> errors() {
    List<Problem> sorted = new ArrayList<>(errors);
    Collections.sort(sorted);
    if (errorCount > errors.size()) {
      Problem last = sorted.getLast();
      int more = errorCount - errors.size();
      sorted.add(new Problem(last.file(), 0, "", more + " more problems are not listed"));
    }
    return sorted;
  }

  List<Problem> warnings() {
    return warnings.stream().sorted().toList();
  }
}
