package io.directord.packaging;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Installs the package on a Debian with systemd and IPVS, and goes through what becomes of it up to
 * its purge: runs {@code lab/package} and shows each of its cases as a test.
 */
final class PackageLabIT {
  @TestFactory
  Stream<DynamicTest> packages() throws Exception {
    return LabCases.of("the packages", "lab/package");
  }
}
