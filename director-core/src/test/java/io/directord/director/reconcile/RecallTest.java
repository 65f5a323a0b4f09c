package io.directord.director.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.directord.health.Seeds;
import io.directord.kernel.ipvs.Forwarding;
import io.directord.kernel.ipvs.IpvsChange;
import io.directord.kernel.ipvs.IpvsTable;
import io.directord.kernel.ipvs.ObservedService;
import io.directord.kernel.ipvs.ServerKey;
import io.directord.kernel.ipvs.ServerSpec;
import io.directord.kernel.ipvs.ServiceKey;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * What is decided again, and what is recalled; {@link World} compares each decision of both kinds.
 */
final class RecallTest {
  private static final List<String> SERVICES = List.of("plain", "gone", "last", "panic", "slow");

  private static final String ALL =
      service("plain", 1, "quorum = 2, hysteresis = 1")
          + service("gone", 2, "when-down = remove, drain-timeout = 5s")
          + service("last", 3, "quorum = 2, last-resort = { address = 10.0.0.9 }")
          + service("panic", 4, "panic-threshold = 60%")
          + service("slow", 5, "slow-start = { duration = 3s }");

  private static String service(String name, int number, String more) {
    return service(name, number, more, 3);
  }

  private static String service(String name, int number, String more, int servers) {
    StringBuilder text = new StringBuilder();
    text.append(name).append(" { address = \"192.0.2.").append(number);
    text.append(":80\", check = { type = tcp }, ").append(more).append(", real-servers = [");
    for (int n = 1; n <= servers; n++) {
      text.append("{ name = r").append(n).append(", address = 10.0.0.").append(n);
      text.append(name.equals("gone") && n == 3 ? ", drain-timeout = 4s }\n" : " }\n");
    }
    return text.append("] }\n").toString();
  }

  private static String server(RandomGenerator random) {
    return SERVICES.get(random.nextInt(SERVICES.size())) + "/r" + random.nextInt(1, 4);
  }

  @Test
  void onlyAServiceThatWasHeardOfIsDecidedAgain() {
    World world = new World().services(ALL);
    SERVICES.forEach(each -> world.up(each + "/r1", each + "/r2", each + "/r3"));
    world.round();
    world.round(); // whose grounds have the quorum that the first found out
    List<ServiceDecision> before = world.step().goal().decisions();
    world.down("plain/r1");
    Goal goal = world.step().goal();
    assertNotSame(before.get(0), goal.decisions().get(0));
    assertEquals(ServerState.DOWN, goal.decisions().get(0).servers().getFirst().state());
    for (int n = 1; n < before.size(); n++) {
      assertSame(before.get(n), goal.decisions().get(n));
    }
  }

  @Test
  void whateverHappensWhatIsRecalledIsWhatWouldBeDecided() {
    Seeds.forEach(
        150,
        random -> {
          World world = new World().services(ALL);
          for (int n = 0; n < 40; n++) {
            happen(world, random);
            world.round();
          }
        });
  }

  private static void happen(World world, RandomGenerator random) {
    String server = server(random);
    switch (random.nextInt(13)) {
      case 0, 1, 2 -> world.up(server);
      case 3, 4, 5 -> world.down(server);
      case 6 -> world.silent(server);
      case 7 ->
          world.override(
              server,
              random.nextBoolean() ? OperatorOverride.Kind.DRAIN : OperatorOverride.Kind.DISABLE);
      case 8 -> world.overrides.clear();
      case 9 -> world.pass(Duration.ofMillis(random.nextInt(4_000)));
      case 10 -> addBehindTheBack(world);
      case 11 -> {
        int servers = random.nextInt(1, 4);
        world.services(ALL + service("more", 6, "drain-timeout = 3s", servers));
      }
      default -> trouble(world, random, server);
    }
  }

  private static void addBehindTheBack(World world) {
    ServiceKey service = World.key("tcp 192.0.2.1 80");
    ServerKey server = World.server("10.0.0.8:80");
    IpvsTable table = world.kernel.table().toCompletableFuture().join();
    ObservedService held = table.services().get(service);
    if (held != null && !held.servers().containsKey(server)) {
      world.kernel.behindTheBack(
          new IpvsChange.CreateServer(service, server, ServerSpec.of(Forwarding.DIRECT, 7)));
    }
  }

  private static void trouble(World world, RandomGenerator random, String server) {
    switch (random.nextInt(3)) {
      case 0 -> world.troubles.put(server, "answers ARP");
      case 1 -> world.troubles.clear();
      default -> world.restart();
    }
  }
}
