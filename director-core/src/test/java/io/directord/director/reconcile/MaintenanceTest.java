package io.directord.director.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.directord.director.Configs;
import io.directord.director.config.DirectorConfig;
import io.directord.director.reconcile.Maintenance.Note;
import io.directord.director.reconcile.OperatorOverride.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Which servers a file takes out of service. */
final class MaintenanceTest {
  private static final DirectorConfig CONFIG =
      Configs.services(
          """
          web { address = "192.0.2.1:80", check = tcp, real-servers = [
            { name = web1, address = 10.0.0.1 }, { name = web2, address = 10.0.0.2 }
          ] }
          six { address = "[2001:db8::1]:80", check = tcp, real-servers = [
            { name = web1, address = "2001:db8::a" }
          ] }
          """);

  private static Map<String, String> orders(Map<String, Kind> commands, String... files) {
    Map<String, OperatorOverride> given = new TreeMap<>();
    commands.forEach((id, kind) -> {
      OptionalInt weight = kind == Kind.WEIGHT ? OptionalInt.of(3) : OptionalInt.empty();
      given.put(id, new OperatorOverride(kind, weight, "ann", Instant.EPOCH));
    });
    Map<String, String> orders = new TreeMap<>();
    Maintenance.merge(CONFIG, given, notes(files))
        .forEach((id, order) -> orders.put(id, order.kind().text() + " by " + order.by()));
    return orders;
  }

  private static List<Note> notes(String... files) {
    List<Note> notes = new ArrayList<>();
    for (String file : files) {
      String name = file.replace("!", "");
      notes.add(new Note(name, !name.equals(file), name, Instant.EPOCH));
    }
    return notes;
  }

  @Test
  void aFileNamesAServerOfAServiceAServerOrAnAddress() {
    assertEquals(Map.of("web/web1", "drain by web.web1"), orders(Map.of(), "web.web1"));
    assertEquals(
        Map.of("web/web1", "drain by web1", "six/web1", "drain by web1"), orders(Map.of(), "web1"));
    assertEquals(Map.of("web/web2", "disable by 10.0.0.2"), orders(Map.of(), "10.0.0.2!"));
    assertEquals(Map.of("six/web1", "drain by 2001:DB8:0::a"), orders(Map.of(), "2001:DB8:0::a"));
  }

  @Test
  void ofSeveralTheStrongestCounts() {
    assertEquals(
        Map.of("web/web1", "disable by 10.0.0.1"), orders(Map.of(), "web.web1", "10.0.0.1!"));
    Map<String, Kind> weight = Map.of("web/web1", Kind.WEIGHT);
    Map<String, Kind> drain = Map.of("web/web1", Kind.DRAIN);
    Map<String, Kind> disable = Map.of("web/web1", Kind.DISABLE);
    assertEquals(Map.of("web/web1", "drain by web.web1"), orders(weight, "web.web1"));
    assertEquals(Map.of("web/web1", "drain by ann"), orders(drain, "web.web1"));
    assertEquals(Map.of("web/web1", "disable by web.web1"), orders(drain, "web.web1!"));
    assertEquals(Map.of("web/web1", "disable by ann"), orders(disable, "web.web1"));
    assertEquals(Map.of("web/web1", "weight by ann"), orders(weight));
  }

  @Test
  void whatNamesNobodyIsSaid() {
    assertEquals(
        List.of("web3", "10.0.0.9"),
        Maintenance.unmatched(CONFIG, notes("web3", "web.web1", "10.0.0.9", "10.0.0.2")));
  }
}
