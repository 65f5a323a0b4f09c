package io.directord.director.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Servers that take others' packets by ARP, where such are to be removed. */
final class TroubledTest {
  private static final String TWO =
      """
      web {
        address = "192.0.2.1:80", check = { type = tcp }
        real-servers = [
          { name = a, address = 10.0.0.1, weight = 10 }, { name = b, address = 10.0.0.2, weight = 10 }
        ]
      }
      """;

  private final World world = new World().services(TWO);

  @Test
  void itIsTreatedAsOneWhoseCheckFailedAndComesBackWhenItIsOver() {
    world.up("web/a", "web/b").round();
    world.troubles.put("web/a", "ARP problem");
    weights(" 10.0.0.1:80=0 10.0.0.2:80=10");
    assertEquals(ServerState.DOWN, server(0).state());
    assertEquals("ARP problem", server(0).because());
    world.troubles.clear();
    weights(" 10.0.0.1:80=10 10.0.0.2:80=10");
  }

  @Test
  void aServiceThatRemovesWhatIsDownRemovesIt() {
    world.services(TWO.replace("check =", "when-down = remove, check ="));
    world.up("web/a", "web/b").round();
    world.troubles.put("web/a", "ARP problem");
    weights(" 10.0.0.2:80=10");
  }

  @Test
  void theLastInServiceStaysAndSaysWhy() {
    world.up("web/a", "web/b").round();
    world.troubles.put("web/a", "ARP problem");
    world.down("web/b");
    weights(" 10.0.0.1:80=10 10.0.0.2:80=0");
    assertEquals(ServerState.UP, server(0).state());
    assertEquals(
        "HTTP 200 in 1.8 ms; ARP problem, kept as no other is in service", server(0).because());
    world.up("web/b");
    weights(" 10.0.0.1:80=0 10.0.0.2:80=10");
  }

  @Test
  void whereAllAreInTroubleNobodyIsRemoved() {
    world.up("web/a", "web/b").round();
    world.troubles.put("web/a", "ARP problem");
    world.troubles.put("web/b", "ARP problem");
    weights(" 10.0.0.1:80=10 10.0.0.2:80=10");
  }

  @Test
  void aServerThatTheOperatorHasTakenOutIsNoOtherInService() {
    world.up("web/a", "web/b").round();
    world.troubles.put("web/a", "ARP problem");
    world.override("web/b", OperatorOverride.Kind.DRAIN);
    weights(" 10.0.0.1:80=10 10.0.0.2:80=0");
  }

  @Test
  void withoutAVerdictItKeepsItsPlaceAllTheSame() {
    world.up("web/a", "web/b").round();
    world.restart();
    world.troubles.put("web/a", "ARP problem");
    weights(" 10.0.0.1:80=10 10.0.0.2:80=10");
  }

  private void weights(String expected) {
    world.round();
    assertEquals(List.of("tcp 192.0.2.1:80" + expected), world.table());
  }

  private ServerDecision server(int index) {
    return world.step().plan().decisions().getFirst().servers().get(index);
  }
}
