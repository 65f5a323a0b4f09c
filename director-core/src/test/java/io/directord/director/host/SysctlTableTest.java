package io.directord.director.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.director.Configs;
import io.directord.director.config.DirectorConfig;
import io.directord.director.config.SysctlNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SysctlTableTest {
  private static final String ROUTER =
      "virtual-routers { public { interface = eth0, vrid = 51, addresses = [192.0.2.10/24] } }\n";
  private static final String TWO =
      ROUTER
          + "virtual-routers { in { interface = eth1, vrid = 52, addresses = [10.0.0.1/24] } }\n";

  private static DirectorConfig service(String body, String more) {
    return Configs.director(
        more
            + "virtual-services { s { address = \"192.0.2.10:80\"\n"
            + body
            + "\nreal-servers = [ { name = a, address = 10.0.0.9 } ] } }");
  }

  private static Map<String, Need> needs(DirectorConfig config) {
    Map<String, Need> needs = new TreeMap<>();
    SysctlTable.of(config, List.of("eth7"))
        .forEach(each -> {
          if (each.need() != Need.SHOWN) {
            needs.put(each.name(), each.need());
          }
        });
    return needs;
  }

  @Test
  void masqueradeMustForwardAndOnOneInterfaceMustNotRedirect() {
    Map<String, Need> two = needs(service("forwarding = masquerade", TWO));
    assertEquals(Need.REQUIRED, two.get("net.ipv4.ip_forward"));
    assertEquals(Need.ADVISED, two.get("net.ipv4.conf.all.send_redirects"));
    assertEquals(Need.ADVISED, two.get("net.ipv4.conf.eth1.send_redirects"));
    Map<String, Need> one = needs(service("forwarding = masquerade", ROUTER));
    assertEquals(Need.REQUIRED, one.get("net.ipv4.conf.all.send_redirects"));
    assertEquals(Need.REQUIRED, one.get("net.ipv4.conf.eth0.send_redirects"));
  }

  @Test
  void directNeedsNoForwardingAndAsksOfTheInterfacesOfRoutersOnly() {
    assertEquals(
        Map.of(
            "net.ipv4.conf.all.send_redirects", Need.ADVISED,
            "net.ipv4.conf.eth0.send_redirects", Need.ADVISED),
        needs(service("forwarding = direct", ROUTER)));
    assertTrue(
        needs(service("forwarding = direct", "")).containsKey("net.ipv4.conf.eth7.send_redirects"),
        "without routers, all interfaces are in use");
  }

  @Test
  void aLastResortHereIsNoReasonToForward() {
    String last = "last-resort { address = 127.0.0.1, forwarding = masquerade }";
    assertTrue(!needs(service(last, "")).containsKey("net.ipv4.ip_forward"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          forwarding = tunnel                        |                                        | net.ipv4.vs.pmtu_disc                 | advised
          when-down = remove                         |                                        | net.ipv4.vs.expire_nodest_conn        | advised
          persistence = 5m                           |                                        | net.ipv4.vs.expire_nodest_conn        | advised
          persistence = 5m, when-down = quiesce      |                                        | net.ipv4.vs.expire_quiescent_template | advised
          scheduler = mh                             | ROUTER                                 | net.ipv4.vs.sloppy_tcp                | advised
          scheduler = rr                             | host { masquerade = [{ from = 10.0.0.0/24, out = eth0 }] } | net.ipv4.ip_forward | required
          scheduler = rr                             | host { masquerade = [{ from = \"fd00::/64\", out = eth0 }] } | net.ipv6.conf.all.forwarding | required
          """)
  void eachUseAsksForItsOwn(String body, String more, String name, String need) {
    String rest = more == null ? "" : more.replace("\\", "").replace("ROUTER", ROUTER) + "\n";
    assertEquals(
        Optional.of(need),
        Optional.ofNullable(needs(service(body, rest)).get(name)).map(Need::text));
  }

  @Test
  void aVirtualMacTakesLooseOrNoPathFilter() {
    DirectorConfig config =
        Configs.director(
            "virtual-routers { public { interface = eth0, vrid = 51, virtual-mac = v51,"
                + " addresses = [192.0.2.10/24] } }");
    WantedSysctl filter =
        SysctlTable.of(config, List.of()).stream()
            .filter(each -> each.name().endsWith("rp_filter"))
            .findFirst()
            .orElseThrow();
    assertTrue(filter.takes("0") && filter.takes("2") && !filter.takes("1"));
  }

  @Test
  void whatIsKeptIsNotAskedForAndValuesComeFirst() {
    DirectorConfig config =
        service(
            "forwarding = masquerade",
            ROUTER
                + "host { keep = [\"net.ipv4.conf.*.send_redirects\", \"net.ipv4.ip_forward\"]\n"
                + "values { \"net.ipv4.vs.conn_reuse_mode\" = 0,"
                + " \"net.ipv4.vs.sync_threshold\" = \"2 50\" } }\n");
    Map<String, Need> needs = needs(config);
    assertEquals(
        Set.of(
            "net.ipv4.conf.all.send_redirects",
            "net.ipv4.vs.conn_reuse_mode",
            "net.ipv4.vs.sync_threshold"),
        needs.keySet());
    WantedSysctl threshold = wanted(config, "net.ipv4.vs.sync_threshold");
    assertTrue(threshold.takes("2 50"));
    assertEquals("sysctl -w 'net.ipv4.vs.sync_threshold=2 50'", threshold.fix());
  }

  @Test
  void aDotInTheNameOfAnInterfaceBecomesASlash() {
    DirectorConfig config = service("forwarding = direct", ROUTER.replace("eth0", "\"eth0.100\""));
    WantedSysctl each = wanted(config, "net.ipv4.conf.eth0/100.send_redirects");
    assertEquals("net/ipv4/conf/eth0.100/send_redirects", each.path());
  }

  private static WantedSysctl wanted(DirectorConfig config, String name) {
    return SysctlTable.of(config, List.of()).stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatMayBeKeptIsWhatMayBeSet() {
    Set<String> set =
        SysctlTable.ROWS.stream()
            .filter(row -> row.need() != Need.SHOWN)
            .map(SysctlRow::name)
            .collect(Collectors.toSet());
    assertEquals(new HashSet<>(SysctlNames.KNOWN), set);
  }

  @Test
  void oneSysctlIsNeverAskedForTwoValues() {
    Map<String, String> values = new HashMap<>();
    for (SysctlRow row : SysctlTable.ROWS) {
      if (!row.value().isEmpty()) {
        String first = values.putIfAbsent(row.name(), row.value());
        assertTrue(first == null || first.equals(row.value()), row::toString);
      }
    }
  }

  @Test
  void theDocumentHoldsTheSameTable() throws IOException {
    Path file = Path.of(System.getProperty("directord.root")).resolve("docs/host.md");
    List<String> table = new ArrayList<>();
    table.add("| For | Sysctl | Value | Need | Since | Because |");
    table.add("|---|---|---|---|---|---|");
    for (SysctlRow row : SysctlTable.ROWS) {
      String also =
          row.alsoGood().isEmpty() ? "" : " (or " + String.join(", ", row.alsoGood()) + ")";
      table.add(
          String.join(
              " | ",
              "| " + row.use().text(),
              "`" + row.name() + "`",
              row.value().isEmpty() ? "-" : row.value() + also,
              row.need().text(),
              row.since(),
              row.because() + " |"));
    }
    String text = Files.readString(file);
    int start = text.indexOf(table.getFirst());
    assertTrue(start >= 0, file + " has no such table");
    int end = text.indexOf("\n\n", start);
    String expected = String.join("\n", table);
    if (Boolean.getBoolean("directord.rewrite")) {
      Files.writeString(file, text.substring(0, start) + expected + text.substring(end));
    } else {
      assertEquals(expected, text.substring(start, end), "run with -Ddirectord.rewrite=true");
    }
  }
}
