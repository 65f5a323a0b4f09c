package io.directord.failover.arp;

import io.directord.failover.address.HeldAddress;
import io.directord.kernel.Family;
import io.directord.kernel.link.Address;
import io.directord.kernel.link.Link;
import io.directord.kernel.link.MacAddress;
import java.math.BigInteger;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which hosts share a link with this one, and from which address of ours they are asked. Pure.
 *
 * @param own the addresses of this host
 */
record Reach(List<Network> networks, Set<InetAddress> own, Set<MacAddress> ownMacs) {
  static final Reach NOWHERE = new Reach(List.of(), Set.of(), Set.of());

  Reach {
    networks = List.copyOf(networks);
    own = Set.copyOf(own);
    ownMacs = Set.copyOf(ownMacs);
  }

  /** A network on a link, by an address that this host has there. */
  record Network(Link link, MacAddress mac, InetAddress own, Subnet subnet, boolean floating) {
    boolean holds(InetAddress host) {
      return subnet.equals(Subnet.of(host, subnet.prefixLength()));
    }
  }

  /** What addresses of one network have in common. */
  record Subnet(Family family, int prefixLength, BigInteger prefix) {
    static Subnet of(InetAddress address, int prefixLength) {
      byte[] bytes = address.getAddress();
      BigInteger all = new BigInteger(1, bytes);
      return new Subnet(
          Family.of(address), prefixLength, all.shiftRight(bytes.length * 8 - prefixLength));
    }
  }

  private record Place(int linkIndex, Subnet subnet) {}

  /**
   * How a host is reached.
   *
   * @param source empty: this host has nothing but floating and service addresses there, in whose
   *     name nothing is asked
   */
  record Way(Link link, MacAddress mac, Optional<InetAddress> source) {}

  /**
   * @param virtual addresses that others may have at another time
   */
  static Reach of(List<Link> links, List<Address> addresses, Set<InetAddress> virtual) {
    Map<Integer, Link> usable = new HashMap<>();
    Set<MacAddress> macs = new HashSet<>();
    for (Link link : links) {
      link.mac().ifPresent(macs::add);
      if (link.usable() && !link.loopback() && link.mac().isPresent()) {
        usable.put(link.index(), link);
      }
    }
    Map<Place, Network> networks = new LinkedHashMap<>();
    Set<InetAddress> own = new HashSet<>();
    for (Address address : addresses) {
      own.add(address.address());
      Link link = usable.get(address.linkIndex());
      if (link == null || link.mac().isEmpty() || !address.usable()) {
        continue;
      }
      boolean floating =
          address.protocol().equals(Optional.of(HeldAddress.TAG))
              || virtual.contains(address.address());
      Subnet subnet = Subnet.of(address.address(), address.prefixLength());
      Network network = new Network(link, link.mac().get(), address.address(), subnet, floating);
      networks.merge(
          new Place(link.index(), subnet), network, (a, b) -> a.floating() && !floating ? b : a);
    }
    return new Reach(List.copyOf(networks.values()), own, macs);
  }

  /** Empty for a host behind a router, and for this one. */
  Optional<Way> way(InetAddress host) {
    return way(host, _ -> true);
  }

  /** The same by this link only. */
  Optional<Way> way(InetAddress host, int linkIndex) {
    return way(host, network -> network.link().index() == linkIndex);
  }

  private Optional<Way> way(InetAddress host, Predicate<Network> among) {
    if (own.contains(host)) {
      return Optional.empty();
    }
    List<Network> there = networks.stream().filter(among).filter(n -> n.holds(host)).toList();
    return there.stream()
        .filter(each -> !each.floating())
        .findFirst()
        .map(each -> new Way(each.link(), each.mac(), Optional.of(each.own())))
        .or(() ->
            there.stream()
                .findFirst()
                .map(each -> new Way(each.link(), each.mac(), linkLocal(each.link(), host))));
  }

  /** IPv6 has a source for every link. */
  private Optional<InetAddress> linkLocal(Link link, InetAddress host) {
    return networks.stream()
        .filter(each -> Family.of(each.own()) == Family.of(host))
        .filter(each -> each.link().index() == link.index() && !each.floating())
        .filter(each -> each.own().isLinkLocalAddress())
        .map(Network::own)
        .findFirst();
  }
}
