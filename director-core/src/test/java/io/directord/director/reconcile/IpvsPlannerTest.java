package io.directord.director.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.kernel.ipvs.FakeIpvs;
import io.directord.kernel.ipvs.Forwarding;
import io.directord.kernel.ipvs.IpvsChange;
import io.directord.kernel.ipvs.IpvsTable;
import io.directord.kernel.ipvs.ObservedServer;
import io.directord.kernel.ipvs.ObservedService;
import io.directord.kernel.ipvs.Protocol;
import io.directord.kernel.ipvs.ServerKey;
import io.directord.kernel.ipvs.ServerSpec;
import io.directord.kernel.ipvs.ServiceKey;
import io.directord.kernel.ipvs.ServiceSpec;
import io.netty.util.NetUtil;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The laws of planning, over random pairs of wanted and observed tables. */
final class IpvsPlannerTest {
  private static final long PAIRS = 5_000;
  private static final String[] SCHEDULERS = {"rr", "wlc", "sh"};
  private static final Forwarding[] FORWARDINGS = {
    Forwarding.DIRECT, Forwarding.MASQUERADE, Forwarding.IPIP_TUNNEL
  };

  /** A wanted and an observed table that share some services and servers, decided by a seed. */
  private static final class Pair {
    final String seed;
    final Random random;
    final Map<ServiceKey, WantedService> wanted;
    final Map<ServiceKey, WantedService> before;
    final Set<ServiceKey> removable = new HashSet<>();
    final FakeIpvs kernel = new FakeIpvs();

    Pair(long seed) {
      this.seed = "seed " + seed;
      this.random = new Random(seed);
      this.wanted = table();
      this.before = table();
      fill(kernel, before);
      for (ServiceKey key : before.keySet()) {
        if (random.nextInt(3) > 0) {
          removable.add(key);
        }
      }
    }

    List<IpvsChange> plan() {
      return IpvsPlanner.plan(wanted, read(kernel), removable).all();
    }

    private Map<ServiceKey, WantedService> table() {
      Map<ServiceKey, WantedService> services = new LinkedHashMap<>();
      for (int count = random.nextInt(5); count > 0; count--) {
        services.put(serviceKey(), service());
      }
      return services;
    }

    private ServiceKey serviceKey() {
      return new ServiceKey.Address(
          random.nextBoolean() ? Protocol.TCP : Protocol.UDP,
          NetUtil.createInetAddressFromIpAddressString("192.0.2." + (1 + random.nextInt(3))),
          80);
    }

    private WantedService service() {
      Map<ServerKey, ServerSpec> servers = new LinkedHashMap<>();
      for (int count = random.nextInt(5); count > 0; count--) {
        servers.put(
            new ServerKey(
                NetUtil.createInetAddressFromIpAddressString("10.0.0." + (1 + random.nextInt(6))),
                80),
            new ServerSpec(
                FORWARDINGS[random.nextInt(FORWARDINGS.length)],
                random.nextInt(3),
                random.nextInt(3) == 0 ? 10 : 0,
                0));
      }
      return new WantedService(
          ServiceSpec.of(SCHEDULERS[random.nextInt(SCHEDULERS.length)]), servers);
    }
  }

  @Test
  void whatIsWantedAndHeldNeedsNoChange() {
    pairs(pair -> {
      FakeIpvs held = new FakeIpvs();
      fill(held, pair.wanted);
      assertEquals(List.of(), IpvsPlanner.plan(pair.wanted, read(held), Set.of()).all(), pair.seed);
    });
  }

  @Test
  void aPlanCarriedOutLeavesWhatIsWantedAndNothingToDo() {
    pairs(pair -> {
      List<IpvsChange> plan = pair.plan();
      assertEquals(List.of(), apply(pair.kernel, plan), pair.seed);
      Map<ServiceKey, WantedService> left = held(pair.kernel);
      pair.wanted.forEach((key, service) -> assertEquals(service, left.get(key), pair.seed));
      left.keySet().removeAll(pair.wanted.keySet());
      left.keySet().removeAll(foreign(pair));
      assertEquals(Set.of(), left.keySet(), pair.seed);
      assertEquals(List.of(), pair.plan(), pair.seed);
    });
  }

  @Test
  void anyBeginningOfAPlanLeavesAServerThatServes() {
    pairs(pair -> {
      Set<ServiceKey> serving = new HashSet<>(serving(pair.wanted));
      serving.retainAll(serving(pair.before));
      List<IpvsChange> plan = pair.plan();
      for (int i = 0; i < plan.size(); i++) {
        assertEquals(List.of(), apply(pair.kernel, plan.subList(i, i + 1)), pair.seed);
        Set<ServiceKey> now = serving(held(pair.kernel));
        assertTrue(now.containsAll(serving), pair.seed + " after change " + i + " of " + plan);
      }
    });
  }

  @Test
  void noChangeAppearsTwice() {
    pairs(pair -> {
      List<IpvsChange> plan = pair.plan();
      assertEquals(plan.size(), new HashSet<>(plan).size(), pair.seed + " " + plan);
      assertEquals(
          plan.size(),
          plan.stream().map(IpvsPlannerTest::subject).distinct().count(),
          pair.seed + " something is changed twice: " + plan);
    });
  }

  @Test
  void foreignServicesAreNeverTouched() {
    pairs(pair -> {
      Set<ServiceKey> foreign = foreign(pair);
      for (IpvsChange change : pair.plan()) {
        ServiceKey key = ((IpvsChange.OfService) change).service();
        assertTrue(!foreign.contains(key), pair.seed + " " + change.ipvsadm());
      }
    });
  }

  @Test
  void aServerThatTheKernelCallsLocalIsNotChangedForThat() {
    ServiceKey web =
        new ServiceKey.Address(
            Protocol.TCP, NetUtil.createInetAddressFromIpAddressString("192.0.2.1"), 80);
    ServerKey here = new ServerKey(NetUtil.createInetAddressFromIpAddressString("127.0.0.1"), 8081);
    FakeIpvs kernel = new FakeIpvs();
    kernel.behindTheBack(
        new IpvsChange.CreateService(web, ServiceSpec.of("wlc")),
        new IpvsChange.CreateServer(web, here, ServerSpec.of(Forwarding.LOCAL, 1)));
    Map<ServiceKey, WantedService> wanted =
        Map.of(
            web,
            new WantedService(
                ServiceSpec.of("wlc"), Map.of(here, ServerSpec.of(Forwarding.DIRECT, 1))));
    assertEquals(List.of(), IpvsPlanner.plan(wanted, read(kernel), Set.of()).all());
  }

  private static void pairs(java.util.function.Consumer<Pair> law) {
    LongStream.range(0, PAIRS).forEach(seed -> law.accept(new Pair(seed)));
  }

  private static Set<ServiceKey> foreign(Pair pair) {
    Set<ServiceKey> foreign = new HashSet<>(pair.before.keySet());
    foreign.removeAll(pair.wanted.keySet());
    foreign.removeAll(pair.removable);
    return foreign;
  }

  private static String subject(IpvsChange change) {
    return switch (change) {
      case IpvsChange.CreateServer(var key, var server, var _) -> key.text() + server.text();
      case IpvsChange.UpdateServer(var key, var server, var _) -> key.text() + server.text();
      case IpvsChange.DeleteServer(var key, var server) -> key.text() + server.text();
      case IpvsChange.OfService of -> of.service().text();
      default -> change.ipvsadm();
    };
  }

  private static void fill(FakeIpvs kernel, Map<ServiceKey, WantedService> table) {
    table.forEach((key, service) -> {
      kernel.behindTheBack(new IpvsChange.CreateService(key, service.spec()));
      service
          .servers()
          .forEach((server, spec) ->
              kernel.behindTheBack(new IpvsChange.CreateServer(key, server, spec)));
    });
  }

  private static List<?> apply(FakeIpvs kernel, List<IpvsChange> changes) {
    return kernel.apply(changes).toCompletableFuture().join().refused();
  }

  private static IpvsTable read(FakeIpvs kernel) {
    return kernel.table().toCompletableFuture().join();
  }

  private static Map<ServiceKey, WantedService> held(FakeIpvs kernel) {
    Map<ServiceKey, WantedService> held = new LinkedHashMap<>();
    read(kernel).services().forEach((key, service) -> held.put(key, wanted(service)));
    return held;
  }

  private static WantedService wanted(ObservedService service) {
    Map<ServerKey, ServerSpec> servers = new LinkedHashMap<>();
    for (Map.Entry<ServerKey, ObservedServer> server : service.servers().entrySet()) {
      servers.put(server.getKey(), server.getValue().spec());
    }
    return new WantedService(service.spec(), servers);
  }

  private static Set<ServiceKey> serving(Map<ServiceKey, WantedService> table) {
    Set<ServiceKey> serving = new HashSet<>();
    table.forEach((key, service) -> {
      if (service.servers().values().stream().anyMatch(spec -> spec.weight() > 0)) {
        serving.add(key);
      }
    });
    return serving;
  }
}
