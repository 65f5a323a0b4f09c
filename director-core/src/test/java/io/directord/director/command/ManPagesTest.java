package io.directord.director.command;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The manual, by the files of the image, and by a program that reads such. */
final class ManPagesTest {
  private static final Path FILES =
      Path.of(System.getProperty("directord.root"), "packaging/src/main/image/man");
  private static final Path MANDOC = Path.of("/usr/bin/mandoc");

  private static String reference() throws IOException {
    try (InputStream in =
        requireNonNull(ManPages.class.getResourceAsStream("/reference.conf"), "reference.conf")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Map<String, String> made() throws IOException {
    return new TreeMap<>(
        Map.of(
            "man8/directord.8", ManPages.directord(),
            "man1/directorctl.1", ManPages.directorctl(),
            "man5/directord.conf.5", ManPages.configuration(reference())));
  }

  @Test
  void theFilesOfTheImageAreInStepWithCommandsAndKeys() throws Exception {
    for (Map.Entry<String, String> each : made().entrySet()) {
      Path file = FILES.resolve(each.getKey());
      if (Boolean.getBoolean("directord.rewrite")) {
        Files.createDirectories(file.getParent());
        Files.writeString(file, each.getValue());
      }
      assertEquals(
          each.getValue(), Files.readString(file), "-Ddirectord.rewrite=true writes " + file);
    }
  }

  @Test
  void eachKeyOfTheReferenceIsInTheManual() throws Exception {
    String page = plain(ManPages.configuration(reference()));
    Stream<String> lines = reference().lines().map(String::strip);
    for (String line : lines.filter(each -> each.matches("#? ?[a-z-]+ = .*")).toList()) {
      assertTrue(page.contains(line), line);
    }
  }

  /** What a reader sees, without the breaks of lines. */
  private static String plain(String roff) {
    return roff.replace("\\-", "-")
        .replace("\\(dq", "\"")
        .replace("\\(aq", "'")
        .replace("\\(ga", "`")
        .replace("\\(ha", "^")
        .replace("\\(ti", "~")
        .replace("\\e", "\\");
  }

  @Test
  void aReaderOfManualsFindsNothingWrong() throws Exception {
    assumeTrue(Files.exists(MANDOC), "no mandoc here");
    for (String name : made().keySet()) {
      Process lint =
          new ProcessBuilder(
                  MANDOC.toString(), "-T", "lint", "-W", "warning", FILES.resolve(name) + "")
              .redirectErrorStream(true)
              .start();
      String said = new String(lint.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      lint.waitFor();
      // A date would differ from build to build.
      List<String> wrong = said.lines().filter(each -> !each.contains("missing date")).toList();
      assertEquals(List.of(), wrong, name);
    }
  }
}
