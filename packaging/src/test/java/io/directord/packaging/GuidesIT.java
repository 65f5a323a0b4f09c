package io.directord.packaging;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Does what the guides tell a reader to do, on the machines that they tell it of: runs {@code
 * lab/guides} and shows each section of a guide as a test.
 */
final class GuidesIT {
  @TestFactory
  Stream<DynamicTest> guides() throws Exception {
    return LabCases.of("the guides", "lab/guides");
  }
}
