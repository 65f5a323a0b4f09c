package io.directord.director.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ExpiryTest {
  private static final Instant NOW = Instant.parse("2026-01-02T12:00:00Z");

  private static OperatorOverride until(Instant end) {
    return new OperatorOverride(
        OperatorOverride.Kind.DRAIN,
        OptionalInt.empty(),
        "ann",
        NOW,
        "disk",
        Optional.ofNullable(end));
  }

  private final Map<String, OperatorOverride> all =
      Map.of(
          "web/past", until(NOW.minusSeconds(1)),
          "web/now", until(NOW),
          "web/soon", until(NOW.plusSeconds(60)),
          "web/later", until(NOW.plusSeconds(90)),
          "web/never",
              new OperatorOverride(OperatorOverride.Kind.DRAIN, OptionalInt.empty(), "ann", NOW));

  @Test
  void whatHasReachedItsEndIsOverdueAndTheRestStands() {
    assertEquals(Set.of("web/past", "web/now"), Expiry.overdue(all, NOW).keySet());
    assertEquals(Set.of("web/soon", "web/later", "web/never"), Expiry.standing(all, NOW).keySet());
  }

  @Test
  void theNextEndIsTheFirstOfThemAndNoneWhereNoneEnds() {
    assertEquals(Optional.of(Duration.ZERO), Expiry.next(all, NOW));
    assertEquals(Optional.of(Duration.ofSeconds(60)), Expiry.next(Expiry.standing(all, NOW), NOW));
    assertEquals(Optional.empty(), Expiry.next(Map.of(), NOW));
  }

  @Test
  void aReasonStandsBehindWhoGaveIt() {
    assertEquals("ann: disk", until(NOW).author());
  }
}
