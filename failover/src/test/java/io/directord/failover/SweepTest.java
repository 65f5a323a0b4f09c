package io.directord.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.directord.failover.address.HeldAddress;
import io.directord.failover.filter.PacketFilter;
import io.directord.kernel.Stages;
import io.directord.kernel.link.Address;
import io.directord.kernel.link.AddressChange;
import io.directord.kernel.link.AddressSpec;
import io.directord.kernel.link.FakeLinks;
import io.directord.kernel.link.FakeNetwork;
import io.directord.kernel.link.NetworkChange;
import io.directord.kernel.link.Scope;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a killed director leaves behind. */
final class SweepTest {
  private static final Sweep.Belongings ALL =
      new Sweep.Belongings(
          List.of(TestRouter.ADDRESS),
          List.of(TestRouter.ROUTE),
          List.of(TestRouter.RULE),
          List.of(TestRouter.LINK));

  private final FakeLinks links = new FakeLinks();
  private final FakeNetwork network = new FakeNetwork(links);

  SweepTest() {
    links.add(2, "eth0");
    address("192.0.2.10", Optional.of(HeldAddress.TAG));
    address("192.0.2.2", Optional.empty());
    address("192.0.2.99", Optional.of(HeldAddress.TAG));
    Stages.get(
        network.apply(
            List.of(
                new NetworkChange.AddRoute(TestRouter.route(2), "eth0"),
                new NetworkChange.AddRule(TestRouter.RULE),
                new NetworkChange.AddMacvlan(
                    2, "eth0", TestRouter.LINK.name(), TestRouter.LINK.mac()))));
  }

  private void address(String ip, Optional<Integer> tag) {
    links.behindTheBack(
        new AddressChange.AddAddress(
            2,
            "eth0",
            new AddressSpec(
                TestRouter.ip(ip),
                24,
                Scope.GLOBAL,
                Optional.empty(),
                false,
                false,
                tag,
                AddressSpec.FOREVER,
                AddressSpec.FOREVER)));
  }

  private List<String> left() {
    return Stages.get(links.addresses()).stream()
        .map(Address::address)
        .map(NetUtil::toAddressString)
        .toList();
  }

  @Test
  void removesWhatIsTaggedAndOfTheseRouters() {
    Sweep.Swept swept = Stages.get(Sweep.run(links, network, ALL, true));
    assertEquals(
        List.of("ip rule del", "ip route del", "ip address del", "ip link del"),
        swept.removed().stream()
            .map(line -> String.join(" ", List.of(line.split(" ")).subList(0, 3)))
            .toList());
    assertEquals(List.of(), swept.refused());
    assertEquals(1, Stages.get(links.links()).size());
    assertEquals(
        new Sweep.Swept(List.of(), List.of()), Stages.get(Sweep.run(links, network, ALL, true)));
  }

  @Test
  void rulesOfThePacketFilterAreTakenAwayByItsProgram() throws InterruptedException {
    PacketFilter<List<InetAddress>> filter =
        new PacketFilter<>() {
          @Override
          public String name() {
            return "fake";
          }

          @Override
          public Optional<String> put(List<InetAddress> addresses) {
            throw new AssertionError("nothing is put in");
          }

          @Override
          public Optional<String> damage() {
            return Optional.empty();
          }

          @Override
          public Removed remove() {
            return new Removed(List.of("nft delete table x"), List.of("iptables: busy"));
          }
        };
    assertEquals(
        new Sweep.Swept(List.of("nft delete table x"), List.of("iptables: busy")),
        Sweep.acceptRules(filter));
  }

  @Test
  void anAddressOfOursByItsNameOnlyIsTheAdministrators() {
    Sweep.Belongings others =
        new Sweep.Belongings(
            List.of(
                new HeldAddress(
                    TestRouter.ip("192.0.2.2"), 24, "eth0", Optional.empty(), Scope.GLOBAL)),
            List.of(),
            List.of(),
            List.of());
    assertEquals(List.of(), Stages.get(Sweep.run(links, network, others, true)).removed());
    assertEquals(List.of("192.0.2.10", "192.0.2.2", "192.0.2.99"), left());
    assertEquals(1, Stages.get(Sweep.run(links, network, others, false)).removed().size());
  }
}
