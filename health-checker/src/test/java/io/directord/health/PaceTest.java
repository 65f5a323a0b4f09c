package io.directord.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PaceTest {

  @Test
  void aFewStartAtOnceAndTheOthersAFewEachMillisecond() {
    Pace pace = new Pace(0);
    List<Long> dues = new ArrayList<>();
    int share = Pace.STARTS_PER_SLOT;
    for (int n = 0; n <= 2 * share; n++) {
      dues.add(pace.next(5) / Pace.SLOT_NANOS);
    }
    assertEquals(0L, dues.get(share - 1));
    assertEquals(1L, dues.get(share));
    assertEquals(1L, dues.get(2 * share - 1));
    assertEquals(2L, dues.get(2 * share));
  }

  @Test
  void aSecondReloadWaitsForTheFirst() {
    Pace pace = new Pace(0);
    for (int n = 0; n < 100 * Pace.STARTS_PER_SLOT; n++) {
      pace.next(0);
    }
    assertEquals(100 * Pace.SLOT_NANOS, pace.next(50 * Pace.SLOT_NANOS));
    assertEquals(5000 * Pace.SLOT_NANOS, pace.next(5000 * Pace.SLOT_NANOS), "at once again");
  }

  /** The clock may pass its largest value on the way. */
  @Test
  void noMillisecondGetsMoreThanItsShareWhenAllAskedAtOneTime() {
    Seeds.forEach(
        200,
        random -> {
          long now = Long.MAX_VALUE - random.nextLong(20 * Pace.SLOT_NANOS);
          Pace pace = new Pace(now);
          List<Long> dues = new ArrayList<>();
          for (int n = 0; n < 500; n++) {
            now += random.nextInt(3) == 0 ? random.nextLong(Pace.SLOT_NANOS) : 0;
            dues.add(pace.next(now));
            assertTrue(dues.getLast() - now >= 0, "in the past");
          }
          for (int n = 2 * Pace.STARTS_PER_SLOT; n < dues.size(); n++) {
            long apart = dues.get(n) - dues.get(n - 2 * Pace.STARTS_PER_SLOT);
            assertTrue(apart >= Pace.SLOT_NANOS, "burst");
          }
        });
  }
}
