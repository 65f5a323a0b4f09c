package io.directord.kernel.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.directord.kernel.Guest;
import io.directord.kernel.KernelException;
import io.directord.kernel.Stages;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The kernel keeps what the kernel promises. */
@Tag("kernel")
final class RealLinksTest extends LinksContract {
  private final NetlinkLinks links;

  RealLinksTest() throws KernelException {
    links = NetlinkLinks.open(Guest.loop());
  }

  @BeforeEach
  void addLink() {
    Guest.run("ip link add lab0 type dummy");
    Guest.run("ip link set lab0 up");
  }

  @AfterEach
  void removeLink() {
    Guest.run("ip link del lab0");
    links.close();
  }

  @Override
  Links links() {
    return links;
  }

  @Test
  void aPulledCableIsHeardOfAndSeen() throws Exception {
    Guest.run("ip link add cable0 type veth peer name cable1");
    Guest.run("ip link set cable0 up");
    Guest.run("ip link set cable1 up");
    BlockingQueue<LinkEvent> events = new LinkedBlockingQueue<>();
    links.listen(events::add);
    Guest.run("ip link set cable1 down");
    heard(
        events,
        event ->
            event instanceof LinkEvent.LinkChanged(var link)
                && link.name().equals("cable0")
                && link.up()
                && !link.running());
    Link cable = named("cable0");
    assertFalse(cable.usable());
    assertEquals(Optional.of("veth"), cable.kind());
    Guest.run("ip link del cable0");
    heard(
        events,
        event -> event instanceof LinkEvent.LinkGone(var link) && link.name().equals("cable0"));
  }

  @Test
  void aPortThatLeavesItsBridgeIsNotGone() throws Exception {
    Guest.run("ip link add bridge0 type bridge");
    Guest.run("ip link set lab0 master bridge0");
    BlockingQueue<LinkEvent> events = new LinkedBlockingQueue<>();
    links.listen(events::add);
    Guest.run("ip link set lab0 nomaster");
    Guest.run("ip link del bridge0");
    heard(
        events,
        event -> {
          assertFalse(event instanceof LinkEvent.LinkGone(var link) && link.name().equals("lab0"));
          return event instanceof LinkEvent.LinkGone(var link) && link.name().equals("bridge0");
        });
  }

  @Test
  void neighboursAreReadAndHeardOf() throws Exception {
    Guest.run("ip address add 10.8.8.1/24 dev lab0");
    BlockingQueue<LinkEvent> events = new LinkedBlockingQueue<>();
    links.listen(events::add);
    Guest.run("ip neigh add 10.8.8.77 lladdr 02:00:00:00:00:77 dev lab0 nud permanent");
    Neighbor expected =
        new Neighbor(
            link().index(),
            ip("10.8.8.77"),
            Optional.of(new MacAddress(0x0200_0000_0077L)),
            NeighborState.PERMANENT);
    heard(events, new LinkEvent.NeighborChanged(expected)::equals);
    assertEquals(
        Optional.of(expected),
        Stages.get(links.neighbors()).stream()
            .filter(each -> each.address().equals(ip("10.8.8.77")))
            .findFirst());
  }

  private Link named(String name) {
    return Stages.get(links.links()).stream()
        .filter(link -> link.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
