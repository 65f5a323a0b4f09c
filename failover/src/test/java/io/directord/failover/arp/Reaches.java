package io.directord.failover.arp;

import io.directord.kernel.link.Address;
import io.directord.kernel.link.Link;
import io.directord.kernel.link.MacAddress;
import io.directord.kernel.link.Scope;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a host with one link reaches, for tests. */
final class Reaches {
  private Reaches() {}

  static Link link(int index, String name, MacAddress mac) {
    return new Link(index, name, 1500, true, true, false, Optional.of(mac), Optional.empty());
  }

  static Reach of(Link link, String... addresses) {
    return of(Set.of(), link, addresses);
  }

  static Reach of(Set<InetAddress> virtual, Link link, String... addresses) {
    List<Address> all = new ArrayList<>();
    for (String each : addresses) {
      String[] parts = each.split("/", -1);
      all.add(
          new Address(
              link.index(),
              InetAddress.ofLiteral(parts[0]),
              Integer.parseInt(parts[1]),
              Scope.GLOBAL,
              Optional.empty(),
              Set.of(),
              Optional.empty(),
              0,
              0));
    }
    return Reach.of(List.of(link), all, virtual);
  }
}
