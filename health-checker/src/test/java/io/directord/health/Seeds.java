package io.directord.health;

import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Runs a property with many seeds, the same ones each time: a build does not fail by chance. {@code
 * -Ddirectord.seed=N} replays the one that failed, {@code -Ddirectord.seed.first=N} begins
 * elsewhere.
 */
public final class Seeds {
  public static final long FIRST = Long.getLong("directord.seed.first", 20_260_101L);

  private Seeds() {}

  public static void forEach(int seeds, Consumer<RandomGenerator> property) {
    Long replayed = Long.getLong("directord.seed");
    long first = replayed == null ? FIRST : replayed;
    for (long seed = first; seed < first + (replayed == null ? seeds : 1); seed++) {
      try {
        property.accept(RandomGeneratorFactory.of("L64X128MixRandom").create(seed));
      } catch (AssertionError | RuntimeException failure) {
        throw new AssertionError("replay with -Ddirectord.seed=" + seed + ": " + failure, failure);
      }
    }
  }
}
