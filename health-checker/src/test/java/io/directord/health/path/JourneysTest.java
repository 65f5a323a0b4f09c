package io.directord.health.path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.directord.health.path.Journey.Plan;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class JourneysTest {
  private static final InetAddress VIRTUAL = of("192.0.2.10");
  private static final OwnLink.Own PUBLIC = own("192.0.2.1", 24);
  private static final OwnLink.Own HELD = own("192.0.2.10", 32);
  private static final OwnLink.Own INNER = own("10.0.0.1", 24);
  private static final PathMethod TUNNEL = new PathMethod.Tunnel(new PathMethod.Ipip());

  @Test
  void directGoesFromAnOwnAddressInTheServersNetwork() {
    OwnLink eth0 = link(1, PUBLIC, HELD);
    Plan plan = plan(PathMethod.DIRECT, "192.0.2.21", "192.0.2.1", "", eth0, link(2, INNER));
    assertEquals(
        new Plan.Found(new Journey(eth0, of("192.0.2.1"), eth0, of("192.0.2.1"), false)), plan);
    OwnLink twin = link(2, own("192.0.2.2", 24));
    assertEquals(
        twin, found(plan(PathMethod.DIRECT, "192.0.2.21", "192.0.2.2", "", eth0, twin)).link());
    // The kernel would send from the virtual address, which is the first of its network.
    OwnLink first = link(1, own("192.0.2.10", 24), own("192.0.2.1", 24));
    Plan other = plan(PathMethod.DIRECT, "192.0.2.21", "192.0.2.10", "", first);
    assertEquals(of("192.0.2.1"), found(other).source());
    assertEquals(
        "this node has no address of its own on eth1 in the network of 192.0.2.21",
        why(
            plan(
                PathMethod.DIRECT,
                "192.0.2.21",
                "192.0.2.10",
                "",
                link(1, own("192.0.2.10", 24)))));
    assertEquals(
        "10.0.0.11 is in no network of this node, which direct forwarding needs",
        why(plan(PathMethod.DIRECT, "10.0.0.11", "192.0.2.1", "", eth0)));
    var pointToPoint = new OwnLink(3, "wg0", Optional.empty(), 1420, List.of(INNER));
    assertEquals(
        "wg0 is no Ethernet interface",
        why(plan(PathMethod.DIRECT, "10.0.0.11", "10.0.0.1", "", pointToPoint)));
  }

  @Test
  void aServerThatIsThisNodeNeedsNoWay() {
    for (PathMethod method : List.of(PathMethod.DIRECT, PathMethod.MASQUERADE, TUNNEL)) {
      assertInstanceOf(
          Plan.Here.class, plan(method, "192.0.2.1", "192.0.2.1", "", link(1, PUBLIC)));
      assertInstanceOf(
          Plan.Here.class, plan(method, "127.0.0.1", "127.0.0.1", "", link(1, PUBLIC)));
    }
  }

  @Test
  void masqueradeGoesFromOutsideOfTheServersNetwork() {
    OwnLink outer = link(1, PUBLIC, HELD);
    OwnLink inner = link(2, INNER);
    Plan active = plan(PathMethod.MASQUERADE, "10.0.0.11", "10.0.0.1", "192.0.2.10", outer, inner);
    assertEquals(new Plan.Found(new Journey(inner, VIRTUAL, inner, of("10.0.0.1"), false)), active);
    OwnLink standbys = link(1, PUBLIC);
    Plan standby =
        plan(PathMethod.MASQUERADE, "10.0.0.11", "10.0.0.1", "192.0.2.1", standbys, inner);
    assertEquals(
        new Plan.Found(new Journey(inner, of("192.0.2.1"), standbys, of("10.0.0.1"), true)),
        standby);
    assertEquals(
        "this node has no address outside of the network of 10.0.0.11 to ask from",
        why(plan(PathMethod.MASQUERADE, "10.0.0.11", "10.0.0.1", "10.0.0.1", inner)));
  }

  @Test
  void aTunnelGoesByRoute() {
    OwnLink eth0 = link(1, PUBLIC, HELD);
    Plan plan = plan(TUNNEL, "10.0.0.11", "192.0.2.1", "", eth0);
    assertEquals(of("192.0.2.1"), found(plan).source());
    assertEquals(
        "this node has no route to 10.0.0.11", why(plan(TUNNEL, "10.0.0.11", "", "", eth0)));
    assertEquals(
        "this node would ask 10.0.0.11 from the virtual address itself",
        why(plan(TUNNEL, "10.0.0.11", "192.0.2.10", "", eth0)));
  }

  private static Plan plan(
      PathMethod method, String server, String toServer, String toVirtual, OwnLink... links) {
    return new Journeys(
            List.of(links), of(server), Set.of(VIRTUAL), maybe(toServer), maybe(toVirtual))
        .plan(method, VIRTUAL);
  }

  private static Journey found(Plan plan) {
    return assertInstanceOf(Plan.Found.class, plan, plan.toString()).journey();
  }

  private static String why(Plan plan) {
    return assertInstanceOf(Plan.Impossible.class, plan, plan.toString()).why();
  }

  private static OwnLink link(int index, OwnLink.Own... addresses) {
    return new OwnLink(index, "eth" + index, Optional.of(new Mac(index)), 1500, List.of(addresses));
  }

  private static OwnLink.Own own(String address, int prefixLength) {
    return new OwnLink.Own(of(address), prefixLength);
  }

  private static Optional<InetAddress> maybe(String literal) {
    return literal.isEmpty() ? Optional.empty() : Optional.of(of(literal));
  }

  private static InetAddress of(String literal) {
    return InetAddress.ofLiteral(literal);
  }
}
