package io.directord.packaging;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs the image as a container: runs {@code lab/container} and shows each of its cases as a test.
 */
final class ContainerIT {
  @TestFactory
  Stream<DynamicTest> container() throws Exception {
    return LabCases.of("container", "lab/container");
  }
}
