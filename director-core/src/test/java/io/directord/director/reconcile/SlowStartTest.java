package io.directord.director.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.director.config.SlowStart;
import io.directord.director.config.SlowStart.Ramp;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** How a server that was down comes back to its weight. */
final class SlowStartTest {
  private static final String TWO =
      """
      web {
        address = "192.0.2.1:80", check = { type = tcp }, slow-start = 10s
        real-servers = [
          { name = web1, address = 10.0.0.1, weight = 100 }
          { name = web2, address = 10.0.0.2, weight = 50 }
        ]
      }
      """;

  private final World world = new World().services(TWO);

  private void holds(String line) {
    world.round();
    assertEquals(List.of("tcp 192.0.2.1:80 " + line), world.table());
    assertEquals(List.of(), world.round(), "a round that repeats itself changes nothing");
  }

  private World back() {
    world.up("web/web1", "web/web2").round();
    world.down("web/web1").round();
    return world.up("web/web1");
  }

  private int web1() {
    world.round();
    String table = world.table().getFirst();
    return Integer.parseInt(table.replaceFirst(".*10.0.0.1:80=(\\d+).*", "$1"));
  }

  private ServerState state() {
    return world.step().plan().decisions().getFirst().servers().getFirst().state();
  }

  @Test
  void aServerThatWasDownClimbsToItsWeight() {
    back();
    holds("10.0.0.1:80=10 10.0.0.2:80=50");
    assertEquals(ServerState.STARTING, state());
    int before = 10;
    for (int second = 1; second < 10; second++) {
      int weight = world.pass(Duration.ofSeconds(1)) == world ? web1() : 0;
      // nanoTime wraps meanwhile, and the seconds of the steps shift with it.
      assertTrue(weight >= before && weight <= before + 18, before + " then " + weight);
      before = weight;
    }
    assertTrue(before > 80, "after nine seconds, found " + before);
    world.pass(Duration.ofSeconds(1));
    holds("10.0.0.1:80=100 10.0.0.2:80=50");
    assertEquals(ServerState.UP, state());
    assertTrue(world.step().goal().nextLookNanos().isEmpty());
  }

  @Test
  void betweenTwoSecondsNothingChanges() {
    back().round();
    int changes = 0;
    for (int i = 0; i < 200; i++) {
      changes += world.pass(Duration.ofMillis(50)).round().size();
    }
    assertTrue(changes <= 12, "one a second at most, found " + changes);
    assertEquals(100, web1());
  }

  @Test
  void nobodyClimbsAtTheStartOfTheDirector() {
    world.up("web/web1", "web/web2");
    holds("10.0.0.1:80=100 10.0.0.2:80=50");
    back().round();
    world.restart().up("web/web1", "web/web2");
    holds("10.0.0.1:80=100 10.0.0.2:80=50");
  }

  @Test
  void whoHasWeightInTheKernelDoesNotClimb() {
    world.up("web/web1", "web/web2").round();
    world.down("web/web1").step(); // decided, but never carried out
    world.up("web/web1");
    holds("10.0.0.1:80=100 10.0.0.2:80=50");
  }

  @Test
  void theOnlyOneThatServesHasAllItsWeight() {
    world.up("web/web1", "web/web2").round();
    world.down("web/web1", "web/web2").round();
    world.up("web/web1");
    holds("10.0.0.1:80=100 10.0.0.2:80=0");
    world.up("web/web2");
    holds("10.0.0.1:80=100 10.0.0.2:80=5");
    world.down("web/web1");
    holds("10.0.0.1:80=0 10.0.0.2:80=50");
  }

  @Test
  void anOperatorsWeightIsThereAtOnce() {
    back().round();
    world.weight("web/web1", 70);
    holds("10.0.0.1:80=70 10.0.0.2:80=50");
    world.overrides.clear();
    holds("10.0.0.1:80=100 10.0.0.2:80=50");
  }

  @Test
  void afterADrainTheClimbBeginsAnew() {
    back().round();
    world.pass(Duration.ofSeconds(8)).round();
    world.override("web/web1", OperatorOverride.Kind.DRAIN).round();
    world.pass(Duration.ofMinutes(1)).round();
    world.overrides.clear();
    holds("10.0.0.1:80=10 10.0.0.2:80=50");
  }

  @Test
  void aReloadDoesNotEndTheClimb() {
    back().round();
    int before = world.pass(Duration.ofSeconds(5)) == world ? web1() : 0;
    world.services(TWO.replace("weight = 50", "weight = 51"));
    assertEquals(before, web1());
    world.silent("web/web1");
    assertEquals(before, web1(), "without a verdict it keeps what it has");
    world.up("web/web1");
    assertEquals(before, web1());
  }

  @Test
  void theClimbIsToTheWeightThatTheServerAsksFor() {
    back();
    Asked half = new Asked(OptionalInt.of(50), Asked.NOTHING.mode(), "", OptionalInt.empty());
    world.opinions.put("web/web1", new Opinion(Opinion.Answer.UP, "agent", half));
    holds("10.0.0.1:80=5 10.0.0.2:80=50");
    world.pass(Duration.ofSeconds(10));
    holds("10.0.0.1:80=50 10.0.0.2:80=50");
  }

  @Test
  void withoutSlowStartTheWeightIsThereAtOnce() {
    world.services(TWO.replace("10s", "0s"));
    back();
    holds("10.0.0.1:80=100 10.0.0.2:80=50");
  }

  @Test
  void bothRampsGrowFromTheirFirstShareToTheWhole() {
    for (Ramp ramp : Ramp.values()) {
      SlowStart slow = new SlowStart(Duration.ofSeconds(10), ramp, 10);
      assertEquals(0.1, slow.share(0), 1e-9);
      assertEquals(0.1, slow.share(-1), 1e-9);
      assertEquals(1, slow.share(10_000_000_000L), 1e-9);
      double before = 0;
      for (long nanos = 0; nanos <= 10_000_000_000L; nanos += 10_000_000) {
        assertTrue(slow.share(nanos) >= before);
        before = slow.share(nanos);
      }
    }
    SlowStart curved = new SlowStart(Duration.ofSeconds(10), Ramp.EXPONENTIAL, 1);
    assertEquals(0.1, curved.share(5_000_000_000L), 1e-9);
  }
}
