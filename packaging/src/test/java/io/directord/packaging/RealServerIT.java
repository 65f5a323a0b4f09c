package io.directord.packaging;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Prepares real servers and undoes that, with each method, as the image's program and as its
 * script: runs {@code lab/real-server} and {@code lab/arp} and shows each of their cases as a test.
 */
final class RealServerIT {
  @TestFactory
  Stream<DynamicTest> methods() throws Exception {
    return LabCases.of("real servers", "lab/real-server");
  }

  /** What the methods are for, seen by a director and by clients. */
  @TestFactory
  Stream<DynamicTest> hiddenOrFoundOut() throws Exception {
    return LabCases.of("hidden addresses", "lab/arp", "--jobs", "3");
  }
}
