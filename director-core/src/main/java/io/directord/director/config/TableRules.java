package io.directord.director.config;

import io.directord.kernel.Family;
import io.directord.kernel.ipvs.ServiceKey;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What must hold between virtual services, and between them and the rest. */
final class TableRules {
  /** A service and where it stands. */
  record Placed(VirtualService service, Section section) {}

  private TableRules() {}

  /** A key belongs to one service, and the kernel's table has bounds. */
  static void check(Section director, List<Placed> services) {
    Map<ServiceKey, Placed> owners = new HashMap<>();
    long servers = 0;
    for (Placed placed : services) {
      VirtualService service = placed.service();
      servers += (long) service.keys().size() * service.servers().size();
      for (ServiceKey key : service.keys()) {
        Placed first = owners.putIfAbsent(key, placed);
        if (first != null) {
          String where =
              first.service().name().equals(service.name())
                  ? "stands twice in this service"
                  : "already belongs to virtual service "
                      + Values.quote(first.service().name())
                      + " ("
                      + first.section().place(keyOf(key))
                      + "); the kernel keeps one service for each";
          placed.section().error(keyOf(key), key.text() + " " + where);
          break;
        }
      }
    }
    if (owners.size() > Limits.KERNEL_SERVICES_MAX) {
      director.error(
          "virtual-services",
          "all addresses times ports make "
              + owners.size()
              + " kernel services; the limit is "
              + Limits.KERNEL_SERVICES_MAX);
    }
    if (servers > Limits.KERNEL_SERVERS_MAX) {
      director.error(
          "virtual-services",
          "all addresses times ports times real servers make "
              + servers
              + " kernel entries; the limit is "
              + Limits.KERNEL_SERVERS_MAX
              + "; a firewall-mark balances many addresses as one");
    }
  }

  /** The kernel refuses a server of another family as soon as a sync daemon runs. */
  static void checkSync(List<Placed> services, boolean synced) {
    if (!synced) {
      return;
    }
    for (Placed placed : services) {
      Family family = placed.service().family();
      boolean mixed =
          placed.service().servers().stream().anyMatch(s -> Family.of(s.address()) != family);
      if (mixed) {
        placed
            .section()
            .error(
                "real-servers",
                "there are real servers of the other address family, which the kernel refuses while"
                    + " ipvs.sync runs; leave out sync or write servers of the same family");
      }
    }
  }

  /** IPVS takes packets where they come in for this host, after those rules have dropped them. */
  static void checkAccepted(List<Placed> services, List<RoutersTogether.Placed> routers) {
    Map<InetAddress, RoutersTogether.Placed> dropping = new HashMap<>();
    for (RoutersTogether.Placed placed : routers) {
      Holding holding = placed.router().holding();
      if (!holding.accept()) {
        placed.router().addresses().forEach(each -> dropping.put(each.address(), placed));
        holding.excludedAddresses().forEach(each -> dropping.put(each.address(), placed));
      }
    }
    for (Placed placed : services) {
      for (ServiceKey key : placed.service().keys()) {
        if (key instanceof ServiceKey.Address(_, InetAddress address, _)) {
          RoutersTogether.Placed router = dropping.get(address);
          if (router != null) {
            refuse(placed, address, router);
            break;
          }
        }
      }
    }
  }

  private static void refuse(Placed placed, InetAddress address, RoutersTogether.Placed router) {
    placed
        .section()
        .error(
            "address",
            "what goes to "
                + Addresses.text(address)
                + " is dropped before IPVS takes it (LOCAL_IN), as virtual router "
                + Values.quote(router.router().name())
                + " has accept = false ("
                + router.section().place("accept")
                + "); choose another address, or leave accept = false out");
  }

  /** A service at an address that nobody brings to this node is unlikely to be meant. */
  static void warnOfUnheld(List<Placed> services, List<RouterConfig> routers) {
    if (routers.isEmpty()) {
      return;
    }
    Set<InetAddress> held = new HashSet<>();
    for (RouterConfig router : routers) {
      router.addresses().forEach(each -> held.add(each.address()));
      router.holding().excludedAddresses().forEach(each -> held.add(each.address()));
    }
    for (Placed placed : services) {
      List<InetAddress> unheld =
          placed.service().keys().stream()
              .filter(ServiceKey.Address.class::isInstance)
              .map(key -> ((ServiceKey.Address) key).address())
              .distinct()
              .filter(address -> !held.contains(address))
              .toList();
      if (!unheld.isEmpty()) {
        placed
            .section()
            .warn(
                "address",
                "no virtual router holds "
                    + Addresses.text(unheld.getFirst())
                    + (unheld.size() > 1 ? " and " + (unheld.size() - 1) + " more" : "")
                    + ", so it does not move with the others");
      }
    }
  }

  private static String keyOf(ServiceKey key) {
    return switch (key) {
      case ServiceKey.Address _ -> "address";
      case ServiceKey.FirewallMark _ -> "firewall-mark";
    };
  }
}
