package io.directord.director.config;

import io.directord.director.config.TableRules.Placed;
import io.directord.kernel.ipvs.Protocol;
import io.directord.kernel.ipvs.ServiceKey;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What must hold between the traffic that is marked and all that is balanced. */
final class MarkedRules {
  /** Who takes some traffic already. */
  private record Taken(MarkedTraffic traffic, Placed by, String key) {}

  private record Host(Protocol protocol, InetAddress address) {}

  private MarkedRules() {}

  /** A packet has one mark, and the kernel looks for a service by mark first. */
  static void check(List<Placed> services) {
    if (services.stream().allMatch(each -> each.service().marked().isEmpty())) {
      return;
    }
    Map<Host, List<Taken>> taken = new HashMap<>();
    for (Placed placed : services) {
      for (ServiceKey key : placed.service().keys()) {
        if (key instanceof ServiceKey.Address(var protocol, var address, int port)) {
          MarkedTraffic traffic = new MarkedTraffic(protocol, address, port, port);
          at(taken, traffic).add(new Taken(traffic, placed, "address"));
        }
      }
    }
    for (Placed placed : services) {
      for (MarkedTraffic traffic : placed.service().marked()) {
        List<Taken> there = at(taken, traffic);
        Taken first =
            there.stream()
                .filter(each -> each.traffic().overlaps(traffic))
                .findFirst()
                .orElse(null);
        if (first != null) {
          refuse(placed, traffic, first);
          break;
        }
        there.add(new Taken(traffic, placed, "marked"));
      }
    }
  }

  private static List<Taken> at(Map<Host, List<Taken>> taken, MarkedTraffic traffic) {
    return taken.computeIfAbsent(
        new Host(traffic.protocol(), traffic.address()), _ -> new ArrayList<>());
  }

  private static void refuse(Placed placed, MarkedTraffic traffic, Taken first) {
    String whose =
        first.by().equals(placed)
            ? " stands twice in this service"
            : " already belongs to virtual service "
                + Values.quote(first.by().service().name())
                + " ("
                + first.by().section().place(first.key())
                + "); a packet goes to one service, and to that of its mark first";
    placed.section().error("marked", traffic.text() + whose);
  }
}
