package io.directord.failover.vrrp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The scenarios of {@code src/test/resources/elections}: what comes of a line stands indented below
 * it. With {@code -Ddirectord.rewrite=true} what comes now is written into the files, to be
 * reviewed as a diff.
 */
final class ElectionTranscriptsTest {
  private static final String INDENT = "    ";
  private static final Path FOLDER = Path.of("src/test/resources/elections");

  @TestFactory
  Stream<DynamicTest> elections() throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.list(FOLDER)) {
      files = found.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
    }
    assertTrue(files.size() > 20, () -> "only " + files);
    return files.stream()
        .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> play(file)));
  }

  private static void play(Path file) throws IOException {
    String expected = Files.readString(file);
    Scenario scenario = new Scenario();
    StringBuilder actual = new StringBuilder();
    for (String line : expected.lines().filter(line -> !line.startsWith(INDENT)).toList()) {
      actual.append(line).append('\n');
      if (!line.isBlank() && !line.startsWith("#")) {
        scenario.play(line).forEach(said -> actual.append(INDENT).append(said).append('\n'));
      }
    }
    if (Boolean.getBoolean("directord.rewrite")) {
      Files.writeString(file, actual);
    } else {
      assertEquals(expected, actual.toString(), file.toString());
    }
  }
}
