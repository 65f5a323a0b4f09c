package io.directord.director.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.directord.health.Check;
import io.directord.health.Target;
import io.directord.health.Timing;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class TargetValuesTest {
  private static final Timing TIMING =
      new Timing(Duration.ofSeconds(1), Duration.ofSeconds(1), 1, 1, 0);

  private final TargetValues<Integer> values = new TargetValues<>();

  private static Target target(int number) {
    return new Target(
        new InetSocketAddress("192.0.2.1", 1 + number), new Check.Fixed(true), TIMING);
  }

  private static Set<Target> targets(int from, int to) {
    Set<Target> targets = new HashSet<>();
    for (int i = from; i < to; i++) {
      targets.add(target(i));
    }
    return targets;
  }

  @Test
  void aPictureDoesNotSeeWhatComesAfterIt() {
    values.configure(targets(0, 200));
    values.put(target(7), 1);
    Map<Target, Integer> before = values.picture();
    assertEquals(1, values.put(target(7), 2));
    values.put(target(8), 3);
    assertEquals(Map.of(target(7), 1), before);
    assertEquals(Map.of(target(7), 2, target(8), 3), values.picture());
  }

  @Test
  void withoutAChangeThePictureIsTheSame() {
    values.configure(targets(0, 3));
    values.put(target(1), 1);
    assertSame(values.picture(), values.picture());
  }

  @Test
  void whatIsNotConfiguredHasNoValue() {
    values.configure(targets(0, 3));
    assertNull(values.put(target(9), 1));
    assertEquals(Map.of(), values.picture());
  }

  @Test
  void itIsAMapThatIsCopiedAtEachPicture() {
    for (long seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      Map<Target, Integer> plain = new HashMap<>();
      TargetValues<Integer> shared = new TargetValues<>();
      Set<Target> configured = Set.of();
      for (int step = 0; step < 300; step++) {
        if (step % 100 == 0) {
          int from = random.nextInt(100);
          configured = targets(from, from + random.nextInt(300));
          plain.keySet().retainAll(configured);
          shared.configure(configured);
        }
        Target target = target(random.nextInt(400));
        if (configured.contains(target)) {
          assertEquals(plain.put(target, step), shared.put(target, step), "seed " + seed);
        }
        if (random.nextInt(3) == 0) {
          assertEquals(plain, shared.picture(), "seed " + seed);
        }
      }
    }
  }
}
