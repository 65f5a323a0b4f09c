package io.directord.director.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Each case of {@code config/problems/*.txt} is a configuration and what is said about it. To take
 * over changed sentences, run with {@code -Ddirectord.rewrite=true} and read the difference.
 */
class ProblemTablesTest {
  private static final Path TABLES =
      Path.of(
          System.getProperty("directord.root"), "director-core/src/test/resources/config/problems");
  private static final String CASE = "=== ";
  private static final String SAYS = "---";

  private record Case(String title, String text, List<String> expected) {}

  @TestFactory
  Stream<DynamicTest> everyCaseSaysWhatItsTableSays() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    try (Stream<Path> files = Files.list(TABLES)) {
      for (Path file : files.sorted().toList()) {
        List<Case> cases = cases(Files.readAllLines(file));
        assertFalse(cases.isEmpty(), file + " holds no case");
        if (Boolean.getBoolean("directord.rewrite")) {
          rewrite(file, cases);
        }
        for (Case one : cases) {
          tests.add(
              DynamicTest.dynamicTest(
                  file.getFileName() + ": " + one.title(),
                  () ->
                      assertEquals(
                          String.join("\n", one.expected()), String.join("\n", said(one.text())))));
        }
      }
    }
    return tests.stream();
  }

  private static List<String> said(String text) {
    List<String> lines = new ArrayList<>();
    switch (ConfigReader.parse(text, "f")) {
      case ConfigResult.Valid(_, List<Problem> warnings) -> {
        lines.add("valid");
        warnings.forEach(warning -> lines.add("warning " + warning.toString().substring(2)));
      }
      case ConfigResult.Invalid(List<Problem> problems) ->
          problems.forEach(problem -> lines.add(problem.toString().substring(2)));
      case ConfigResult.Unreadable(String because) -> lines.add("unreadable " + because);
    }
    return lines;
  }

  private static List<Case> cases(List<String> lines) {
    List<Case> cases = new ArrayList<>();
    int at = 0;
    while (at < lines.size()) {
      if (!lines.get(at).startsWith(CASE)) {
        at++;
        continue;
      }
      String title = lines.get(at).substring(CASE.length());
      int says = at + 1;
      while (!lines.get(says).equals(SAYS)) {
        says++;
      }
      int end = says + 1;
      while (end < lines.size() && !lines.get(end).startsWith(CASE)) {
        end++;
      }
      List<String> expected =
          lines.subList(says + 1, end).stream().filter(line -> !line.isBlank()).toList();
      cases.add(new Case(title, String.join("\n", lines.subList(at + 1, says)) + "\n", expected));
      at = end;
    }
    return cases;
  }

  private static void rewrite(Path file, List<Case> cases) throws IOException {
    StringBuilder out = new StringBuilder();
    for (Case one : cases) {
      out.append(out.isEmpty() ? "" : "\n").append(CASE).append(one.title()).append('\n');
      out.append(one.text()).append(SAYS).append('\n');
      said(one.text()).forEach(line -> out.append(line).append('\n'));
    }
    Files.writeString(file, out);
  }
}
