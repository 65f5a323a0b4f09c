package io.directord.failover.address;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.directord.failover.address.NetworkPlanner.Held;
import io.directord.failover.address.NetworkPlanner.Seen;
import io.directord.kernel.Stages;
import io.directord.kernel.link.FakeLinks;
import io.directord.kernel.link.FakeNetwork;
import io.directord.kernel.link.NetworkChange;
import io.directord.kernel.link.Prefix;
import io.directord.kernel.link.RuleSpec;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** From whatever there is, one plan leads to what is wanted, and the kernel takes all of it. */
final class NetworkPlannerTest {
  private static final int ROUNDS = 5_000;
  private static final Map<String, Integer> LINKS = Map.of("eth0", 2, "eth1", 3);
  private static final Held NOTHING = new Held(List.of(), List.of());

  private final long seed = Long.getLong("directord.seed.first", 20_260_101L);
  private final Random random = new Random(seed);

  @Test
  void aPlanLeadsThereAndIsTakenWhole() {
    FakeLinks links = new FakeLinks();
    links.add(2, "eth0");
    links.add(3, "eth1");
    FakeNetwork network = new FakeNetwork(links);
    for (int round = 0; round < ROUNDS; round++) {
      Held wanted = held();
      List<NetworkChange> plan = NetworkPlanner.plan(wanted, NOTHING, LINKS, seen(network));
      assertEquals(List.of(), Stages.get(network.apply(plan)).refused(), this::seed);
      Seen after = seen(network);
      assertEquals(List.of(), NetworkPlanner.plan(wanted, NOTHING, LINKS, after), this::seed);
      assertEquals(wanted.routes().size(), after.routes().size(), this::seed);
      assertEquals(Set.copyOf(wanted.rules()), Set.copyOf(after.rules()), this::seed);
    }
  }

  @Test
  void aRuleComesAfterItsRouteAndGoesBeforeIt() {
    Held held = new Held(List.of(route(1, 1, "eth0")), List.of(rule(1)));
    FakeLinks links = new FakeLinks();
    links.add(2, "eth0");
    FakeNetwork network = new FakeNetwork(links);
    List<NetworkChange> claim = NetworkPlanner.claim(held, LINKS);
    assertEquals(List.of("route", "rule"), claim.stream().map(NetworkChange::what).toList());
    Stages.get(network.apply(claim));
    assertEquals(
        List.of("rule", "route"),
        NetworkPlanner.plan(NOTHING, NOTHING, LINKS, seen(network)).stream()
            .map(NetworkChange::what)
            .toList());
    assertEquals(List.of(), NetworkPlanner.plan(NOTHING, held, LINKS, seen(network)));
    assertEquals(2, NetworkPlanner.remove(held, LINKS, seen(network)).size());
    assertEquals(List.of(), NetworkPlanner.remove(NOTHING, LINKS, seen(network)));
  }

  @Test
  void aRouteWithoutItsInterfaceWaits() {
    Held held = new Held(List.of(route(1, 1, "eth7")), List.of());
    assertEquals(List.of(), NetworkPlanner.claim(held, LINKS));
  }

  private static Seen seen(FakeNetwork network) {
    return new Seen(
        Stages.get(network.routes(HeldAddress.TAG)), Stages.get(network.rules(HeldAddress.TAG)));
  }

  /** One route of each network, as the kernel has it. */
  private Held held() {
    List<HeldRoute> routes = new ArrayList<>();
    IntStream.range(0, 6)
        .filter(_ -> random.nextBoolean())
        .forEach(network ->
            routes.add(route(network, random.nextInt(3), random.nextBoolean() ? "eth0" : "eth1")));
    Set<RuleSpec> rules = new HashSet<>();
    IntStream.range(0, 4)
        .filter(_ -> random.nextBoolean())
        .forEach(number -> rules.add(rule(number)));
    return new Held(routes, List.copyOf(rules));
  }

  private static HeldRoute route(int network, int gateway, String device) {
    return new HeldRoute(
        new Prefix(ip("10." + network + ".0.0"), 16),
        gateway == 0 ? Optional.empty() : Optional.of(ip("192.0.2." + gateway)),
        Optional.of(device),
        Optional.empty(),
        100,
        network);
  }

  private static RuleSpec rule(int number) {
    return new RuleSpec(
        false,
        Optional.of(new Prefix(ip("192.0.2." + number), 32)),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        100,
        1000 + number,
        HeldAddress.TAG);
  }

  private static InetAddress ip(String text) {
    return Objects.requireNonNull(NetUtil.createInetAddressFromIpAddressString(text));
  }

  private String seed() {
    return "seed " + seed;
  }
}
