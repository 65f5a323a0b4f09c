package io.directord.director.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What happens when too few servers are up. */
final class PanicTest {
  private static final String FOUR =
      """
      web {
        address = "192.0.2.1:80", check = { type = tcp }, panic-threshold = 50%
        real-servers = [
          { name = a, address = 10.0.0.1, weight = 10 }, { name = b, address = 10.0.0.2, weight = 10 }
          { name = c, address = 10.0.0.3, weight = 10 }, { name = d, address = 10.0.0.4, weight = 10 }
        ]
      }
      """;

  private final World world = new World().services(FOUR);

  private World all() {
    world.up("web/a", "web/b", "web/c", "web/d").round();
    return world;
  }

  private void weights(int a, int b, int c, int d) {
    world.round();
    assertEquals(
        List.of(
            "tcp 192.0.2.1:80 10.0.0.1:80="
                + a
                + " 10.0.0.2:80="
                + b
                + " 10.0.0.3:80="
                + c
                + " 10.0.0.4:80="
                + d),
        world.table());
  }

  private ServiceDecision decision() {
    return world.step().plan().decisions().getFirst();
  }

  @Test
  void belowTheThresholdAllAreUsedAndStayDown() {
    all().down("web/a", "web/b");
    weights(0, 0, 10, 10);
    assertEquals(Optional.empty(), decision().panic());
    world.down("web/c");
    weights(10, 10, 10, 10);
    assertEquals(Optional.of("1 of 4 servers up, panic-threshold 50%"), decision().panic());
    assertEquals(ServerState.DOWN, decision().servers().getFirst().state());
    assertEquals(
        "connection refused; used all the same: panic, 1 of 4 servers up",
        decision().servers().getFirst().because());
    world.down("web/d");
    weights(10, 10, 10, 10);
    world.up("web/a", "web/b");
    weights(10, 10, 0, 0);
    assertEquals(Optional.empty(), decision().panic());
  }

  @Test
  void itIsOffByDefault() {
    world.services(FOUR.replace(", panic-threshold = 50%", ""));
    all().down("web/a", "web/b", "web/c", "web/d");
    weights(0, 0, 0, 0);
  }

  @Test
  void whoWasTakenOutOnRequestIsNeitherCountedNorUsed() {
    all().override("web/d", OperatorOverride.Kind.DISABLE).down("web/a");
    weights(0, 10, 10, 0);
    world.down("web/b");
    weights(10, 10, 10, 0);
    assertEquals(Optional.of("1 of 3 servers up, panic-threshold 50%"), decision().panic());
  }

  @Test
  void serversWithoutAVerdictChangeNothing() {
    all().silent("web/c", "web/d").down("web/a", "web/b");
    weights(0, 0, 10, 10);
    world.down("web/c");
    weights(10, 10, 10, 10);
    world.silent("web/a", "web/b");
    weights(10, 10, 10, 10);
    assertEquals(Optional.of("0 of 4 servers up, panic-threshold 50%"), decision().panic());
  }

  @Test
  void aLastResortGoesFirst() {
    world.services(
        FOUR.replace("panic", "last-resort = { address = 127.0.0.1, port = 8081 }, panic"));
    all().down("web/a", "web/b", "web/c");
    weights(0, 0, 0, 10);
    world.down("web/d").round();
    assertEquals(
        List.of(
            "tcp 192.0.2.1:80 10.0.0.1:80=0 10.0.0.2:80=0 10.0.0.3:80=0 10.0.0.4:80=0"
                + " 127.0.0.1:8081=1"),
        world.table());
  }

  @Test
  void theQuorumIsLostAllTheSame() {
    all().down("web/a", "web/b", "web/c", "web/d").round();
    assertEquals(false, decision().quorumHeld());
    assertEquals(4, decision().inService());
  }

  @Test
  void serversThatAreUsedInPanicDoNotClimbWhenTheyAreUpAgain() {
    world.services(FOUR.replace("panic", "slow-start = 10s, panic"));
    all().down("web/a", "web/b", "web/c").round();
    world.up("web/a", "web/b");
    weights(10, 10, 0, 10);
    world.up("web/c");
    weights(10, 10, 1, 10);
  }
}
