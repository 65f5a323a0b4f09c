package io.directord.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class SegmentTest {
  private static final long SECOND = 1_000_000_000;

  private final Segment segment = new Segment();

  @Test
  void aStrangerIsCountedEachTimeAndToldOnceUntilItHasBeenSilentForAMinute() {
    assertTrue(segment.stranger(52, 0));
    for (int i = 1; i <= 100; i++) {
      assertFalse(segment.stranger(52, i * SECOND));
    }
    assertTrue(segment.stranger(52, 160 * SECOND));
    assertEquals(102, segment.strangers().sum());
  }

  @Test
  void eachVridIsToldByItself() {
    for (int vrid = 1; vrid < 256; vrid++) {
      assertTrue(segment.stranger(vrid, SECOND));
    }
  }

  @Test
  void whoIsHeardOverAnotherLineIsNoStranger() {
    segment.join(51);
    segment.join(51);
    segment.leave(51);
    assertFalse(segment.stranger(51, 0));
    assertEquals(0, segment.strangers().sum());
    segment.leave(51);
    assertTrue(segment.stranger(51, 0));
  }
}
