package io.directord.director.host;

import io.directord.director.config.DirectorConfig;
import io.directord.director.config.HostConfig.Masquerade;
import io.directord.director.config.MarkedTraffic;
import io.directord.director.config.VirtualService;
import io.directord.kernel.Family;
import io.directord.kernel.ipvs.Protocol;
import io.directord.kernel.ipvs.ServiceKey;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What this host's packet filter is to do for a configuration, but for dropping. Pure. */
record HostRules(List<Marking> markings, List<Masquerade> masquerade) {
  static final HostRules NONE = new HostRules(List.of(), List.of());

  /**
   * Packets that get a mark.
   *
   * @param ports none for all of them
   */
  record Marking(long mark, Protocol protocol, List<InetAddress> addresses, List<Ports> ports) {
    Marking {
      addresses = List.copyOf(addresses);
      ports = List.copyOf(ports);
    }

    Family family() {
      return Family.of(addresses.getFirst());
    }
  }

  /** From the first to the last. */
  record Ports(int low, int high) {
    String text(char between) {
      return low == high ? String.valueOf(low) : low + "" + between + high;
    }
  }

  private record Host(Protocol protocol, InetAddress address) {}

  private record Same(Protocol protocol, List<Ports> ports) {}

  HostRules {
    markings = List.copyOf(markings);
    masquerade = List.copyOf(masquerade);
  }

  static HostRules of(DirectorConfig config) {
    List<Marking> markings = new ArrayList<>();
    for (VirtualService service : config.services()) {
      if (!service.marked().isEmpty()
          && service.keys().getFirst() instanceof ServiceKey.FirewallMark(_, long mark)) {
        markings.addAll(markings(mark, service.marked()));
      }
    }
    return new HostRules(markings, config.host().masquerade());
  }

  /** Addresses with the same ports are one. */
  private static List<Marking> markings(long mark, List<MarkedTraffic> marked) {
    Map<Host, List<Ports>> ports = new LinkedHashMap<>();
    for (MarkedTraffic each : marked) {
      List<Ports> those =
          ports.computeIfAbsent(new Host(each.protocol(), each.address()), _ -> new ArrayList<>());
      if (!each.everyPort()) {
        those.add(new Ports(each.low(), each.high()));
      }
    }
    Map<Same, List<InetAddress>> addresses = new LinkedHashMap<>();
    ports.forEach((host, those) ->
        addresses
            .computeIfAbsent(new Same(host.protocol(), those), _ -> new ArrayList<>())
            .add(host.address()));
    List<Marking> markings = new ArrayList<>();
    addresses.forEach(
        (same, those) -> markings.add(new Marking(mark, same.protocol(), those, same.ports())));
    return markings;
  }

  boolean isEmpty() {
    return markings.isEmpty() && masquerade.isEmpty();
  }
}
