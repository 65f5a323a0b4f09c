package io.directord.failover;

import io.directord.failover.address.HeldAddress;
import io.directord.kernel.Family;
import io.directord.kernel.link.Address;
import io.directord.kernel.link.Link;
import io.directord.kernel.link.MacAddress;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The interfaces of this node at one moment, as elections and announcements need them. Pure.
 *
 * @param held virtual addresses that this host has, whoever added them; asked for by {@link
 *     #holding} only, as they change with each takeover
 */
record LinkTable(Map<String, Port> ports, Set<InetAddress> held) {
  static final LinkTable EMPTY = new LinkTable(Map.of(), Set.of());

  LinkTable {
    ports = Map.copyOf(ports);
    held = Set.copyOf(held);
  }

  /**
   * An interface.
   *
   * @param own addresses that we did not add, in the kernel's order, virtual ones last
   */
  record Port(
      int index,
      String name,
      boolean usable,
      Optional<MacAddress> mac,
      int mtu,
      List<InetAddress> own) {
    Port {
      own = List.copyOf(own);
    }

    /** Where advertisements come from: IPv4 any own address, IPv6 the link-local one. */
    Optional<InetAddress> source(Family family) {
      return own.stream()
          .filter(address -> Family.of(address) == family)
          .filter(address -> family == Family.IPV4 || address.isLinkLocalAddress())
          .findFirst();
    }
  }

  static LinkTable of(List<Link> links, List<Address> addresses, Set<InetAddress> virtual) {
    Map<Integer, List<InetAddress>> own = new HashMap<>();
    // The owner of a virtual address has it as its own: that comes last, others may share it.
    for (boolean shared : new boolean[] {false, true}) {
      for (Address address : addresses) {
        boolean tagged = address.protocol().equals(Optional.of(HeldAddress.TAG));
        if (!tagged && address.usable() && virtual.contains(address.address()) == shared) {
          own.computeIfAbsent(address.linkIndex(), _ -> new ArrayList<>()).add(address.address());
        }
      }
    }
    Map<String, Port> ports = new HashMap<>();
    for (Link link : links) {
      ports.put(
          link.name(),
          new Port(
              link.index(),
              link.name(),
              link.usable(),
              link.mac(),
              link.mtu(),
              own.getOrDefault(link.index(), List.of())));
    }
    return new LinkTable(ports, Set.of());
  }

  /**
   * The same, with those of the virtual addresses that are there. Not counted are those on the
   * loopback, where a real server has them, and on a link that is blocked, where FRR has them.
   */
  LinkTable holding(List<Link> links, List<Address> addresses, Set<InetAddress> virtual) {
    Set<Integer> counted = new HashSet<>();
    links.stream()
        .filter(link -> link.usable() && !link.loopback())
        .forEach(link -> counted.add(link.index()));
    Set<InetAddress> there = new HashSet<>();
    addresses.stream()
        .filter(each -> counted.contains(each.linkIndex()) && virtual.contains(each.address()))
        .forEach(each -> there.add(each.address()));
    return new LinkTable(ports, there);
  }

  /** Whether this host has the address, not as a virtual one. */
  boolean own(InetAddress address) {
    return ports.values().stream().anyMatch(port -> port.own().contains(address));
  }

  Optional<Port> port(String name) {
    return Optional.ofNullable(ports.get(name));
  }

  Optional<Port> port(int index) {
    return ports.values().stream().filter(port -> port.index() == index).findFirst();
  }

  Map<String, Integer> indexes() {
    Map<String, Integer> indexes = new HashMap<>();
    ports.forEach((name, port) -> indexes.put(name, port.index()));
    return indexes;
  }
}
