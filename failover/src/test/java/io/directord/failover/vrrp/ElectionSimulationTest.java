package io.directord.failover.vrrp;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Directors on simulated LANs. {@code -Ddirectord.seed=N} plays one of them again, {@code
 * -Ddirectord.seeds=N} plays more.
 */
final class ElectionSimulationTest {
  private static final int SEEDS = Integer.getInteger("directord.seeds", 1_000);

  @ParameterizedTest(name = "calm {0}, grouped {1}")
  @CsvSource({"true,false", "true,true", "false,false", "false,true"})
  void onlyOneHoldsTheAddresses(boolean calm, boolean grouped) {
    Integer only = Integer.getInteger("directord.seed");
    for (int seed = only == null ? 0 : only; seed < (only == null ? SEEDS : only + 1); seed++) {
      SimulatedLan lan = new SimulatedLan(new Random(seed), calm, grouped);
      try {
        lan.run();
      } catch (AssertionError | RuntimeException e) {
        fail("seed " + seed + ", calm " + calm + ", grouped " + grouped + "\n" + lan.log(), e);
      }
    }
  }
}
