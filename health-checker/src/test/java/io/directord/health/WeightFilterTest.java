package io.directord.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.health.Advice.Weight;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class WeightFilterTest {
  private static final long SECOND = 1_000_000_000;
  private static final WeightRule RULE = new WeightRule(5, Duration.ofSeconds(10));
  private static final Weight ZERO = new Weight.Percent(0);

  @Test
  void theFirstWordPassesAtOnceAndTheNextWhenTheIntervalIsOver() {
    WeightFilter filter = WeightFilter.NONE.after(Optional.of(percent(50)), RULE, 0);
    assertEquals(Optional.of(percent(50)), filter.told());
    filter = filter.after(Optional.of(percent(60)), RULE, 9 * SECOND);
    assertEquals(Optional.of(percent(50)), filter.told());
    filter = filter.after(Optional.of(percent(60)), RULE, 10 * SECOND);
    assertEquals(Optional.of(percent(60)), filter.told());
  }

  @Test
  void aSmallChangePassesOnlyWhenItStays() {
    WeightFilter filter = WeightFilter.NONE.after(Optional.of(percent(50)), RULE, 0);
    for (int n = 1; n < 100; n++) {
      filter = filter.after(Optional.of(percent(n % 2 == 0 ? 48 : 52)), RULE, n * SECOND);
      assertEquals(Optional.of(percent(50)), filter.told());
    }
    filter = filter.after(Optional.of(percent(52)), RULE, 108 * SECOND);
    assertEquals(Optional.of(percent(50)), filter.told());
    filter = filter.after(Optional.of(percent(52)), RULE, 109 * SECOND);
    assertEquals(Optional.of(percent(52)), filter.told());
  }

  @Test
  void aZeroPassesAtOnceAndTheWayBackHasToWait() {
    WeightFilter filter = WeightFilter.NONE.after(Optional.of(percent(50)), RULE, 0);
    filter = filter.after(Optional.of(ZERO), RULE, 1);
    assertEquals(Optional.of(ZERO), filter.told());
    filter = filter.after(Optional.of(percent(50)), RULE, 2);
    assertEquals(Optional.of(ZERO), filter.told());
    filter = filter.after(Optional.of(percent(50)), RULE, 1 + 10 * SECOND);
    assertEquals(Optional.of(percent(50)), filter.told());
  }

  @Test
  void aShareInPlaceOfAWeightIsALargeChange() {
    WeightFilter filter = WeightFilter.NONE.after(Optional.of(new Weight.Absolute(50)), RULE, 0);
    filter = filter.after(Optional.of(percent(50)), RULE, 10 * SECOND);
    assertEquals(Optional.of(percent(50)), filter.told());
  }

  @Test
  void noWordIsNoChange() {
    assertEquals(WeightFilter.NONE, WeightFilter.NONE.after(Optional.empty(), RULE, 7));
  }

  @Test
  void whateverIsSaidChangesAreRareZerosAreFastAndTheLastWordIsReached() {
    Seeds.forEach(
        300,
        random -> {
          WeightRule rule =
              new WeightRule(random.nextInt(101), Duration.ofMillis(random.nextInt(5_000)));
          long every = rule.atMostEvery().toNanos();
          // Far from 0, as a monotonic clock may be, and about to wrap.
          long now = Long.MAX_VALUE - SECOND;
          WeightFilter filter = WeightFilter.NONE;
          Weight word = percent(1);
          for (int n = 0; n < 300; n++) {
            word = random.nextInt(3) == 0 ? word : word(random);
            now += random.nextLong(SECOND);
            WeightFilter next = filter.after(Optional.of(word), rule, now);
            if (!next.told().equals(filter.told()) && filter.told().isPresent()) {
              boolean toZero = next.told().equals(Optional.of(ZERO));
              assertTrue(toZero || now - filter.toldNanos() >= every, "too often");
            }
            assertTrue(!word.equals(ZERO) || next.told().equals(Optional.of(ZERO)), "a slow zero");
            filter = next;
          }
          for (int n = 0; n < 3; n++) {
            now += every;
            filter = filter.after(Optional.of(word), rule, now);
          }
          assertEquals(Optional.of(word), filter.told());
        });
  }

  @Test
  void aRuleHasItsRange() {
    assertThrows(IllegalArgumentException.class, () -> new WeightRule(101, Duration.ZERO));
    assertThrows(IllegalArgumentException.class, () -> new WeightRule(5, Duration.ofHours(2)));
  }

  private static Weight word(RandomGenerator random) {
    return random.nextInt(4) == 0
        ? new Weight.Absolute(random.nextInt(1, 200))
        : percent(random.nextInt(200) / 4);
  }

  private static Weight percent(int percent) {
    return new Weight.Percent(percent);
  }
}
