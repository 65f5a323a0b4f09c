package io.directord.kernel.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.kernel.Errno;
import io.directord.kernel.Stages;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The fake refuses what {@code RealNetworkTest} saw the kernel refuse. */
final class FakeNetworkTest {
  private static final RouteSpec HOLE =
      new RouteSpec(
          new Prefix(LinksContract.ip("198.51.100.0"), 24),
          Optional.empty(),
          0,
          Optional.empty(),
          RouteSpec.TABLE_MAIN,
          0,
          42,
          RouteSpec.Type.BLACKHOLE);

  private final FakeLinks links = new FakeLinks();
  private final FakeNetwork network = new FakeNetwork(links);

  @Test
  void routesAreThereOnceUntilTheyAreRemoved() {
    assertEquals(Optional.empty(), apply(new NetworkChange.AddRoute(HOLE, "")));
    assertEquals(Optional.of(Errno.EEXIST), apply(new NetworkChange.AddRoute(HOLE, "")));
    assertEquals(List.of(HOLE), Stages.get(network.routes(42)));
    assertEquals(List.of(), Stages.get(network.routes(43)));
    assertEquals(Optional.empty(), apply(new NetworkChange.RemoveRoute(HOLE, "")));
    assertEquals(Optional.of(Errno.ESRCH), apply(new NetworkChange.RemoveRoute(HOLE, "")));
  }

  @Test
  void aMacvlanIsALinkOfItsMac() {
    MacAddress mac = new MacAddress(0x0000_5E00_0133L);
    NetworkChange add = new NetworkChange.AddMacvlan(2, "eth0", "vrrp.51", mac);
    assertEquals(Optional.of(Errno.ENODEV), apply(add));
    links.add(2, "eth0");
    assertEquals(Optional.empty(), apply(add));
    assertEquals(Optional.of(Errno.EEXIST), apply(add));
    Link link = Stages.get(links.links()).getLast();
    assertFalse(link.up());
    assertEquals(Optional.of(mac), link.mac());
    apply(new NetworkChange.SetLinkUp(link.index(), "vrrp.51", true));
    assertTrue(Stages.get(links.links()).getLast().usable());
    assertEquals(Optional.empty(), apply(new NetworkChange.RemoveLink(link.index(), "vrrp.51")));
    assertEquals(
        Optional.of(Errno.ENODEV), apply(new NetworkChange.RemoveLink(link.index(), "vrrp.51")));
  }

  private Optional<Errno> apply(NetworkChange change) {
    return Stages.get(network.apply(List.of(change))).refused().stream()
        .findFirst()
        .map(NetworkRefusal::errno);
  }
}
