package io.directord.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.packaging.Project.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus reads: the scrape, the alerts, the dashboard, and what the documents say. */
final class MonitoringIT {
  private static final Pattern METRIC = Pattern.compile("directord_[a-z0-9_]+");
  private static final Pattern TYPE = Pattern.compile("# TYPE (directord_[a-z0-9_]+) ");
  private static final String SERVICE =
      """
      http { check-metrics = true, also-named = [keepalived, node-exporter] }
      virtual-services { web {
        address = "192.168.26.10:80", check = on
        real-servers = [ { name = web1, address = 10.11.12.1 } ]
      } }
      """;

  @TempDir private Path folder;

  @BeforeEach
  void prometheusIsThere() throws Exception {
    if (!Project.installed("promtool")) {
      Project.absent("no promtool: install package prometheus");
    }
  }

  @Test
  void eachAlertFiresWhenItShouldAndNotBefore() throws Exception {
    Path tests = Project.root().resolve("packaging/src/test/monitoring/directord.rules.test.yml");
    String rules = Files.readString(monitoring("directord.rules.yml"));
    String tested = Files.readString(tests);
    for (String line : rules.lines().filter(each -> each.contains("- alert: ")).toList()) {
      String alert = line.substring(line.indexOf(':') + 2);
      assertTrue(tested.contains("alertname: " + alert + "\n"), () -> alert + " has no test");
    }
    Ended ended = Project.run(Map.of(), List.of("promtool", "test", "rules", tests.toString()));
    assertEquals(0, ended.status(), ended::toString);
  }

  @Test
  void aScrapeIsAsPrometheusWantsItAndWhatIsReadIsThere() throws Exception {
    Path scrape = folder.resolve("scrape");
    try (ShadowDirector director = ShadowDirector.start(folder, SERVICE)) {
      Files.writeString(scrape, director.get("metrics").body());
    }
    Ended ended =
        Project.run(
            Map.of(),
            List.of("sh", "-c", "exec promtool check metrics < \"$0\"", scrape.toString()));
    assertEquals(new Ended(0, "", ""), ended);
    Set<String> scraped = found(TYPE, Files.readString(scrape), 1);
    assertTrue(scraped.size() > 20, scraped::toString);
    Set<String> documented =
        found(METRIC, Files.readString(Project.root().resolve("docs/operations.md")), 0);
    Set<String> undocumented = new TreeSet<>(scraped);
    undocumented.removeAll(documented);
    assertEquals(Set.of(), undocumented, "metrics that docs/operations.md lacks");
    Set<String> read = new TreeSet<>();
    for (String file : List.of("directord.rules.yml", "grafana-dashboard.json")) {
      String text = Files.readString(monitoring(file)).replace("_bucket", "");
      read.addAll(found(METRIC, text, 0));
    }
    read.removeAll(documented);
    assertEquals(Set.of(), read, "metrics that alerts or dashboard read, and nobody writes");
  }

  private static Path monitoring(String file) {
    return Project.image().resolve("monitoring").resolve(file);
  }

  private static Set<String> found(Pattern pattern, String text, int group) {
    return pattern
        .matcher(text)
        .results()
        .map((MatchResult each) -> each.group(group))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
