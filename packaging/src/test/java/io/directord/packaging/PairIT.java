package io.directord.packaging;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Shares virtual routers with other programs, keeps its kernel as it promises, and forwards by
 * every method: runs {@code lab/interop} and {@code lab/holding} in network namespaces of this
 * machine, {@code lab/path}, {@code lab/alerts} and {@code lab/forwarding} in guests, and shows
 * each of their cases as a test.
 */
final class PairIT {
  /** They wait most of their time. */
  private static final String SIDE_BY_SIDE = "3";

  @TestFactory
  Stream<DynamicTest> pair() throws Exception {
    return cases("lab/interop", "a pair with keepalived or FRR");
  }

  @TestFactory
  Stream<DynamicTest> holding() throws Exception {
    return cases("lab/holding", "what is held follows the role");
  }

  /** In a guest with IPVS. */
  @TestFactory
  Stream<DynamicTest> path() throws Exception {
    return cases("lab/path", "checks of type path");
  }

  /** In a guest with IPVS. */
  @TestFactory
  Stream<DynamicTest> alerts() throws Exception {
    return cases("lab/alerts", "alerts fire, and end");
  }

  /** In a guest with IPVS. */
  @TestFactory
  Stream<DynamicTest> forwarding() throws Exception {
    return cases("lab/forwarding", "every forwarding method");
  }

  private static Stream<DynamicTest> cases(String script, String all) throws Exception {
    return LabCases.of(all, script, "--jobs", SIDE_BY_SIDE);
  }
}
