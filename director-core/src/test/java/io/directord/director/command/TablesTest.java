package io.directord.director.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TablesTest {
  private static final Instant NOW = Instant.parse("2026-01-02T12:07:00Z");
  private static final Look PLAIN = new Look(0, false, NOW, ZoneOffset.UTC);

  @Test
  void aShadowThatDisagreesShowsWhatThisNodeIsAndWhy() {
    String table =
        Tables.routers(
            ConfigFactory.parseString(
                """
                routers = [{ name = public, vrid = 51, interface = eth0, role = backup,
                  priority = 100, addresses = ["192.0.2.10/24"], since = now, because = heard
                  shadow { would = backup, does = active, disagrees = true, because = why } }]
                """),
            PLAIN);
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
                """),
            PLAIN);
    assertTrue(table.contains("  up ARP!  "), table);
    assertTrue(table.contains("answers ARP for 192.0.2.10; HTTP 200"), table);
  }

  @Test
  void anOverrideThatEndsSaysWhenAndByWhom() {
    String table =
        Tables.servers(
            ConfigFactory.parseString(
                """
                services = [{ name = web, servers = [{
                  name = web1, address = "192.0.2.21:80", state = draining, weight = 0
                  activeConnections = 3, inactiveConnections = 0
                  because = "drained by root: patching"
                  override { kind = drain, by = root, until = "2026-01-02T14:05:00Z" } }] }]
                """),
            PLAIN);
    assertTrue(table.contains("until 14:05, 1 h 58 min left: drained by root: patching"), table);
    assertEquals(
        "until 2026-01-03 00:07, 12 h left", PLAIN.until(Instant.parse("2026-01-03T00:07:00Z")));
  }

  @Test
  void columnsAreAsWideAsTheirWidestCellAndLinesEndWithoutBlanks() {
    assertEquals(
        "  A    LONG\n  bcd  e\n  f\n",
        Table.draw(
            List.of(List.of("A", "LONG"), List.of("bcd", "e"), List.of("f", "")), "  ", PLAIN));
  }

  @Test
  void aTableFitsTheTerminalByItsLastColumn() {
    String narrow =
        Table.draw(
            List.of(List.of("SERVER", "BECAUSE"), List.of("web1", "x".repeat(100))),
            "",
            new Look(40, false, NOW, ZoneOffset.UTC));
    assertEquals(
        "web1    " + "x".repeat(31) + "…", narrow.lines().skip(1).findFirst().orElseThrow());
    String tooNarrow =
        Table.draw(
            List.of(List.of("A".repeat(50), "BECAUSE")),
            "",
            new Look(40, false, NOW, ZoneOffset.UTC));
    assertEquals("A".repeat(39) + "…", tooNarrow.stripTrailing());
  }

  @Test
  void coloursAreForTerminalsThatWantThem() {
    assertEquals(
        "\033[32mup\033[0m", new Look(0, true, NOW, ZoneOffset.UTC).paint("up", Look.Tone.GOOD));
    assertTrue(Terminal.look(80, Map.of(), () -> NOW).colour());
    assertEquals(80, Terminal.look(80, Map.of(), () -> NOW).width());
    assertFalse(Terminal.look(80, Map.of("NO_COLOR", "1"), () -> NOW).colour());
    assertTrue(Terminal.look(80, Map.of("NO_COLOR", ""), () -> NOW).colour());
    assertFalse(Terminal.look(80, Map.of("TERM", "dumb"), () -> NOW).colour());
    Look file = Terminal.look(-25, Map.of(), () -> NOW);
    assertFalse(file.colour());
    assertEquals(0, file.width());
    assertEquals(Look.Tone.BAD, Table.tone("STATE", "down"));
    assertEquals(Look.Tone.BAD, Table.tone("STATE", "up ARP!"));
    assertEquals(Look.Tone.GOOD, Table.tone("ROLE", "active"));
    assertEquals(Look.Tone.BAD, Table.tone("ROLE", "active SPLIT BRAIN"));
  }
}
