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
 * Prepares real servers and undoes that, with each method, as the image's program and as its
 * script: runs {@code lab/real-server} and shows each of its cases as a test.
 */
final class RealServerIT {
  private static final int UNAVAILABLE = 69;

  @TestFactory
  Stream<DynamicTest> methods() throws Exception {
    Ended ended =
        Project.run(
            Map.of("LAB_IMAGE", Project.image().toString()),
            List.of(Project.root().resolve("lab/real-server").toString()));
    if (ended.status() == UNAVAILABLE) {
      return Stream.of(
          DynamicTest.dynamicTest("real servers", () -> Project.absent(ended.err().strip())));
    }
    List<String> lines =
        ended.out().lines().filter(line -> line.matches("(ok|skipped|FAILED) .*")).toList();
    assertTrue(ended.status() <= 1 && !lines.isEmpty(), ended::toString);
    return lines.stream().map(RealServerIT::test);
  }

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
