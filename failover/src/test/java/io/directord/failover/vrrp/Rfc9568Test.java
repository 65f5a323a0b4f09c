package io.directord.failover.vrrp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Keeps {@code docs/rfc9568.md} honest: what it names as shown is shown. */
final class Rfc9568Test {
  private static final Path ROOT = Path.of(System.getProperty("directord.root", ".."));
  private static final List<String> REASONS = List.of("Departs:", "Not ours:");
  private static final Pattern NAME =
      Pattern.compile("`(?:(elections/[^`]+\\.txt)|(\\w+(?:Test|IT))(?:#(\\w+))?)`");

  private static final Map<String, Path> TESTS = new TreeMap<>();
  private static final Map<String, Path> SCENARIOS = new TreeMap<>();
  private static List<String> document = List.of();

  @BeforeAll
  static void readTheSourceTree() throws IOException {
    document = Files.readAllLines(ROOT.resolve("docs/rfc9568.md"));
    List<Path> modules;
    try (Stream<Path> found = Files.list(ROOT)) {
      modules = found.map(each -> each.resolve("src/test")).filter(Files::isDirectory).toList();
    }
    for (Path module : modules) {
      try (Stream<Path> files = Files.walk(module)) {
        files.filter(Files::isRegularFile).forEach(Rfc9568Test::remember);
      }
    }
  }

  @Test
  void everyRowNamesATestOrSaysWhyNot() {
    assertNone(rows().filter(row -> !answered(row)));
  }

  @Test
  void everyTestThatIsNamedExists() {
    assertNone(
        rows()
            .flatMap(row -> NAME.matcher(row).results())
            .filter(name -> !exists(name))
            .map(MatchResult::group));
  }

  @Test
  void everyScenarioIsNamed() {
    assertTrue(SCENARIOS.size() > 20, () -> "only " + SCENARIOS.keySet());
    String text = String.join("\n", document);
    assertNone(SCENARIOS.keySet().stream().filter(name -> !text.contains("`" + name + "`")));
  }

  private static void remember(Path file) {
    String name = file.getFileName().toString();
    if (name.endsWith(".java")) {
      TESTS.put(name.replace(".java", ""), file);
    } else if (file.toString().contains("/elections/")) {
      SCENARIOS.put("elections/" + name, file);
    }
  }

  private static Stream<String> rows() {
    List<String> rows = new ArrayList<>();
    for (String line : document) {
      boolean head = line.startsWith("|---") || line.contains("| Shown by |");
      if (line.startsWith("|") && !head) {
        rows.add(line);
      }
    }
    assertTrue(rows.size() > 100, () -> "only " + rows.size() + " rows");
    return rows.stream();
  }

  private static boolean answered(String row) {
    String last = Arrays.asList(row.split("\\|")).getLast().strip();
    return REASONS.stream().anyMatch(reason -> last.startsWith(reason + " "))
        || NAME.matcher(last).find();
  }

  private static boolean exists(MatchResult name) {
    if (name.group(1) != null) {
      return SCENARIOS.containsKey(name.group(1));
    }
    Path test = TESTS.get(name.group(2));
    return test != null
        && (name.group(3) == null || read(test).contains(" " + name.group(3) + "("));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assertNone(Stream<String> found) {
    assertEquals("", String.join("\n", found.toList()));
  }
}
