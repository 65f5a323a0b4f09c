package io.directord.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.directord.packaging.Project.Ended;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs {@code src/test/lab/product.sh} in one guest of the lab, and shows each line of it as a
 * test.
 */
final class ProductIT {
  private static final String SECONDS_MAX = "600";

  @TestFactory
  Stream<DynamicTest> product() throws Exception {
    if (!Project.installed("linux.uml") || !Project.installed("ipvsadm")) {
      return Stream.of(
          DynamicTest.dynamicTest(
              "the product on a real kernel",
              () -> Project.absent("no real kernel: install user-mode-linux and ipvsadm")));
    }
    Path root = Project.root();
    Ended guest =
        Project.run(
            Map.of("LAB_IMAGE", Project.image().toString()),
            List.of(
                root.resolve("lab/run").toString(),
                "--topology",
                "direct",
                "--host",
                "dir1",
                "--timeout",
                SECONDS_MAX,
                "-",
                "--",
                root.resolve("packaging/src/test/lab/product.sh").toString()));
    List<String> lines = guest.out().lines().toList();
    assertEquals(0, guest.status(), () -> guest.out() + guest.err());
    if (lines.isEmpty() || !lines.getLast().equals("end")) {
      fail("the guest's tests did not come to their end:\n" + guest.out() + guest.err());
    }
    return lines.stream().filter(line -> !line.equals("end")).map(ProductIT::test);
  }

  private static DynamicTest test(String line) {
    String told = line.substring(line.indexOf(' ') + 1);
    int reason = told.indexOf(": ");
    String name = reason < 0 ? told : told.substring(0, reason);
    return DynamicTest.dynamicTest(
        name,
        () -> {
          if (!line.startsWith("ok ")) {
            fail(line);
          }
        });
  }
}
