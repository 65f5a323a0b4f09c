package io.directord.health;

import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Runs a property with many seeds; {@code -Ddirectord.seed=N} replays the one that failed. */
public final class Seeds {
  private Seeds() {}

  public static void forEach(int seeds, Consumer<RandomGenerator> property) {
    Long replayed = Long.getLong("directord.seed");
    long first = replayed == null ? System.nanoTime() : replayed;
    for (long seed = first; seed < first + (replayed == null ? seeds : 1); seed++) {
      try {
        property.accept(RandomGeneratorFactory.of("L64X128MixRandom").create(seed));
      } catch (AssertionError | RuntimeException failure) {
        throw new AssertionError("replay with -Ddirectord.seed=" + seed + ": " + failure, failure);
      }
    }
  }
}
