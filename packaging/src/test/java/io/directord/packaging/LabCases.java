package io.directord.packaging;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.directord.packaging.Project.Ended;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Runs a script of the lab on the image, and shows each case that it tells of as a test. */
final class LabCases {
  private static final int UNAVAILABLE = 69;

  private LabCases() {}

  /** {@code all} names the one test that there is where this machine cannot run the script. */
  static Stream<DynamicTest> of(String all, String script, String... options) throws Exception {
    Ended ended =
        Project.run(
            Map.of("LAB_IMAGE", Project.image().toString()),
            Stream.concat(Stream.of(Project.root().resolve(script).toString()), Stream.of(options))
                .toList());
    if (ended.status() == UNAVAILABLE) {
      return Stream.of(DynamicTest.dynamicTest(all, () -> Project.absent(ended.err().strip())));
    }
    List<String> lines =
        ended.out().lines().filter(line -> line.matches("(ok|skipped|FAILED) .*")).toList();
    assertTrue(ended.status() <= 1 && !lines.isEmpty(), ended::toString);
    return lines.stream().map(LabCases::test);
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
