package io.directord.packaging;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Shares virtual routers with other programs, and keeps its kernel as it promises: runs {@code
 * lab/interop} and {@code lab/holding} in network namespaces of this machine, and shows each of
 * their cases as a test.
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

  private static Stream<DynamicTest> cases(String script, String all) throws Exception {
    return LabCases.of(all, script, "--jobs", SIDE_BY_SIDE);
  }
}
