package io.directord.director.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TablesTest {
  @Test
  void aShadowThatDisagreesShowsWhatThisNodeIsAndWhy() {
    String table =
        Tables.routers(
            ConfigFactory.parseString(
                """
                routers = [{ name = public, vrid = 51, interface = eth0, role = backup,
                  priority = 100, addresses = ["192.0.2.10/24"], since = now, because = heard
                  shadow { would = backup, does = active, disagrees = true, because = why } }]
                """));
    assertTrue(table.contains("backup, HERE ACTIVE"), table);
    assertTrue(table.contains("why"), table);
  }

  @Test
  void aServerThatAnswersArpHasAMarkAndTheReason() {
    String table =
        Tables.servers(
            ConfigFactory.parseString(
                """
                services = [{ name = web, servers = [{
                  name = web1, address = "192.0.2.21:80", state = up, weight = 1
                  activeConnections = 0, inactiveConnections = 0, because = "HTTP 200"
                  arp { problem = "answers ARP for 192.0.2.10" } }] }]
                """));
    assertTrue(table.contains("  up ARP!  "), table);
    assertTrue(table.contains("answers ARP for 192.0.2.10; HTTP 200"), table);
  }

  @Test
  void columnsAreAsWideAsTheirWidestCellAndLinesEndWithoutBlanks() {
    assertEquals(
        "  A    LONG\n  bcd  e\n  f\n",
        Tables.table(List.of(List.of("A", "LONG"), List.of("bcd", "e"), List.of("f", "")), "  "));
  }
}
