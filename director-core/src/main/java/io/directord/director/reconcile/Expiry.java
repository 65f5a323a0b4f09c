package io.directord.director.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Which overrides have come to their end, and when the next one does. Pure. */
public final class Expiry {
  private Expiry() {}

  /** Those that still stand. */
  public static Map<String, OperatorOverride> standing(
      Map<String, OperatorOverride> all, Instant now) {
    return select(all, now, false);
  }

  /** Those whose time is over. */
  public static Map<String, OperatorOverride> overdue(
      Map<String, OperatorOverride> all, Instant now) {
    return select(all, now, true);
  }

  /** How long until the first of them ends; zero when one is overdue, empty when none ends. */
  public static Optional<Duration> next(Map<String, OperatorOverride> all, Instant now) {
    return all.values().stream()
        .flatMap(each -> each.until().stream())
        .min(Instant::compareTo)
        .map(end -> end.isAfter(now) ? Duration.between(now, end) : Duration.ZERO);
  }

  private static Map<String, OperatorOverride> select(
      Map<String, OperatorOverride> all, Instant now, boolean overdue) {
    Map<String, OperatorOverride> selected = new LinkedHashMap<>();
    all.forEach((id, override) -> {
      if (override.overdue(now) == overdue) {
        selected.put(id, override);
      }
    });
    return selected;
  }
}
