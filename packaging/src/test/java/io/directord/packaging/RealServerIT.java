package io.directord.packaging;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Prepares real servers and undoes that, with each method, as the image's program and as its
 * script: runs {@code lab/real-server} and shows each of its cases as a test.
 */
final class RealServerIT {
  @TestFactory
  Stream<DynamicTest> methods() throws Exception {
    return LabCases.of("real servers", "lab/real-server");
  }
}
