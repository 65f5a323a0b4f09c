package io.directord.packaging;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.directord.packaging.Project.Ended;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Shares virtual routers with other programs, keeps its kernel as it promises, and forwards by
 * every method: runs {@code lab/interop} and {@code lab/holding} in network namespaces of this
 * machine, {@code lab/path} and {@code lab/forwarding} in guests, and shows each of their cases as
 * a test.
 */
final class PairIT {
  /** They wait most of their time. */
  private static final String SIDE_BY_SIDE = "3";

  private static final int UNAVAILABLE = 69;

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
  Stream<DynamicTest> forwarding() throws Exception {
    return cases("lab/forwarding", "every forwarding method");
  }

  private static Stream<DynamicTest> cases(String script, String all) throws Exception {
    Ended ended =
        Project.run(
            Map.of("LAB_IMAGE", Project.image().toString()),
            List.of(Project.root().resolve(script).toString(), "--jobs", SIDE_BY_SIDE));
    if (ended.status() == UNAVAILABLE) {
      return Stream.of(DynamicTest.dynamicTest(all, () -> Project.absent(ended.err().strip())));
    }
    List<String> lines = ended.out().lines().toList();
    assertTrue(ended.status() <= 1 && !lines.isEmpty(), ended::toString);
    return lines.stream().map(PairIT::test);
  }

  /** A line is {@code ok NAME (…)}, {@code skipped NAME: WHY} or {@code FAILED NAME: WHY}. */
  private static DynamicTest test(String line) {
    String[] words = line.split("[ :]+", 3);
    return DynamicTest.dynamicTest(
        words[1],
        () -> {
          switch (words[0]) {
            case "ok" -> {}
            case "skipped" -> Project.absent(words[2]);
            default -> fail(line);
          }
        });
  }
}
