package io.directord.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.failover.address.HeldAddress;
import io.directord.failover.address.LinkSysctls.Sysctl;
import io.directord.kernel.Stages;
import io.directord.kernel.link.FakeLinks;
import io.directord.kernel.link.FakeNetwork;
import io.directord.kernel.link.Link;
import io.directord.kernel.link.NetworkChange;
import io.directord.kernel.link.RouteSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a router holds beside its addresses comes, stays and goes with them. */
final class NetworkKeeperTest {
  private static final int ETH0 = 9_999;

  private final FakeLinks links = new FakeLinks();
  private final FakeNetwork network = new FakeNetwork(links);
  private final List<FailoverEvent> events = new ArrayList<>();
  private final List<Sysctl> written = new ArrayList<>();
  private final NetworkKeeper keeper = keeper(false);

  NetworkKeeperTest() {
    links.add(ETH0, "eth0");
  }

  private NetworkKeeper keeper(boolean passive) {
    return new NetworkKeeper(
        Runnable::run,
        links,
        network,
        new VirtualLinkKeeper.Sysctls() {
          @Override
          public Optional<String> read(String path) {
            return Optional.of("0");
          }

          @Override
          public Optional<String> write(Sysctl sysctl) {
            written.add(sysctl);
            return Optional.empty();
          }
        },
        events::add,
        bug -> {
          throw new AssertionError(bug);
        },
        passive);
  }

  private void start(RouterSettings router) {
    Stages.get(keeper.start(List.of(router)));
  }

  private static Set<String> nobody() {
    return Set.of();
  }

  private List<Object> present() {
    List<Object> present = new ArrayList<>(Stages.get(network.routes(HeldAddress.TAG)));
    present.addAll(Stages.get(network.rules(HeldAddress.TAG)));
    return present;
  }

  @Test
  void routesAndRulesComeWithAClaimAndGoBeforeARelease() {
    start(TestRouter.withNetwork());
    Stages.get(keeper.look(nobody()));
    assertEquals(List.of(), present());
    Stages.get(keeper.claimed("public"));
    assertEquals(List.of(TestRouter.route(ETH0), TestRouter.RULE), present());
    Stages.get(keeper.released("public", nobody()));
    assertEquals(List.of(), present());
    assertEquals(
        List.of("add route", "add rule", "del rule", "del route"),
        network.applied().stream().map(NetworkKeeperTest::word).toList());
    assertEquals(List.of(), events);
  }

  private static String word(NetworkChange change) {
    return (change.ip().contains(" add ") ? "add " : "del ") + change.what();
  }

  @Test
  void whatSomebodyRemovedIsPutBackAndTold() {
    start(TestRouter.withNetwork());
    Stages.get(keeper.claimed("public"));
    Stages.get(keeper.look(nobody()));
    NetworkChange removal = new NetworkChange.RemoveRoute(TestRouter.route(ETH0), "eth0");
    Stages.get(network.apply(List.of(removal)));
    Stages.get(keeper.look(nobody()));
    assertEquals(List.of(TestRouter.route(ETH0), TestRouter.RULE), present());
    String line = new NetworkChange.AddRoute(TestRouter.route(ETH0), "eth0").ip();
    assertEquals(List.of(new FailoverEvent.NetworkRestored(line)), events);
  }

  @Test
  void whatAnEarlierRunLeftStaysForAnAdoptedRouterAndGoesOtherwise() {
    Stages.get(
        network.apply(
            List.of(
                new NetworkChange.AddRoute(TestRouter.route(ETH0), "eth0"),
                new NetworkChange.AddRule(TestRouter.RULE))));
    start(TestRouter.withNetwork());
    Stages.get(keeper.look(Set.of("public")));
    assertEquals(List.of(TestRouter.route(ETH0), TestRouter.RULE), present());
    Stages.get(keeper.look(nobody()));
    assertEquals(List.of(), present());
  }

  @Test
  void whatIsNotTaggedIsLeftAloneAndInTheWayOnce() {
    RouteSpec foreign =
        new RouteSpec(
            TestRouter.ROUTE.to(),
            TestRouter.ROUTE.via(),
            ETH0,
            Optional.empty(),
            100,
            5,
            4,
            RouteSpec.Type.UNICAST);
    Stages.get(network.apply(List.of(new NetworkChange.AddRoute(foreign, "eth0"))));
    start(TestRouter.withNetwork());
    Stages.get(keeper.claimed("public"));
    Stages.get(keeper.look(nobody()));
    Stages.get(keeper.look(nobody()));
    assertEquals(List.of(foreign), Stages.get(network.routes(4)));
    assertEquals(1, events.size(), events::toString);
    assertTrue(events.getFirst() instanceof FailoverEvent.NetworkRefused, events::toString);
  }

  @Test
  void aReloadMovesARouteOfAnActiveRouter() {
    start(TestRouter.withNetwork());
    Stages.get(keeper.claimed("public"));
    keeper.take(
        List.of(
            TestRouter.of(
                "public", List.of(TestRouter.ADDRESS), List.of(), List.of(), Optional.empty())));
    Stages.get(keeper.look(nobody()));
    assertEquals(List.of(), present());
    assertEquals(List.of(), events);
  }

  @Test
  void aLinkWithTheVirtualMacIsMadeAdoptedAndTakenAway() {
    start(TestRouter.withVirtualMac());
    Link made = Stages.get(links.links()).getLast();
    assertEquals("vrrp.51", made.name());
    assertEquals("00:00:5e:00:01:33", made.mac().orElseThrow().text());
    assertTrue(made.up());
    assertTrue(written.contains(new Sysctl("net/ipv4/conf/vrrp.51/arp_ignore", "1")));
    assertTrue(written.contains(new Sysctl("net/ipv4/conf/eth0/arp_filter", "1")));
    int changes = network.applied().size();
    NetworkKeeper next = keeper(false);
    Stages.get(next.start(List.of(TestRouter.withVirtualMac())));
    assertEquals(changes, network.applied().size());
    Stages.get(next.claimed("public"));
    Stages.get(next.close());
    assertEquals(2, Stages.get(links.links()).size());
    Stages.get(next.released("public", nobody()));
    Stages.get(next.close());
    assertEquals(1, Stages.get(links.links()).size());
    assertEquals(List.of(), events);
  }

  @Test
  void theOthersOfASubnetStayWhenAnAddressGoes() {
    start(TestRouter.withNetwork());
    assertEquals(List.of(new Sysctl("net/ipv4/conf/eth0/promote_secondaries", "1")), written);
    Stages.get(keeper.look(nobody()));
    assertEquals(1, written.size());
  }

  @Test
  void aLinkGoesWithItsRouterAndIsMadeBeforeTheNext() {
    start(TestRouter.withNetwork());
    Stages.get(keeper.prepare(List.of(TestRouter.withVirtualMac())));
    assertEquals(2, Stages.get(links.links()).size());
    keeper.take(List.of(TestRouter.withVirtualMac()));
    Stages.get(keeper.look(nobody()));
    assertEquals(2, Stages.get(links.links()).size());
    keeper.take(List.of(TestRouter.withNetwork()));
    Stages.get(keeper.look(nobody()));
    assertEquals(1, Stages.get(links.links()).size());
  }

  @Test
  void aNameThatIsTakenIsToldOnceAndNotTouched() {
    links.add(5_000, "vrrp.51");
    start(TestRouter.withVirtualMac());
    Stages.get(keeper.look(nobody()));
    assertEquals(List.of(), network.applied());
    assertEquals(1, events.size(), events::toString);
  }

  @Test
  void oneThatOnlyLooksOnChangesNothing() {
    NetworkKeeper passive = keeper(true);
    Stages.get(passive.start(List.of(TestRouter.withVirtualMac())));
    Stages.get(passive.claimed("public"));
    Stages.get(passive.look(nobody()));
    Stages.get(passive.close());
    assertEquals(List.of(), network.applied());
  }
}
