package io.directord.director.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.directord.kernel.Family;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What must hold between virtual routers, and between them and the rest. */
final class RoutersTogether {
  /** A router and where it stands. */
  record Placed(RouterConfig router, Section section) {}

  private RoutersTogether() {}

  /** What only one of them may have. */
  static void check(List<Placed> routers) {
    checkVrids(routers);
    checkHolders(routers);
    Map<String, Placed> macs = new HashMap<>();
    Map<String, Placed> routes = new HashMap<>();
    for (Placed placed : routers) {
      Holding holding = placed.router().holding();
      if (holding.virtualMac().isPresent()) {
        String name = holding.virtualMac().get();
        Placed first = macs.putIfAbsent(name, placed);
        if (first != null) {
          placed
              .section()
              .error(
                  "virtual-mac",
                  "virtual-mac "
                      + Values.quote(name)
                      + " is already the interface of virtual router "
                      + place(first)
                      + "; give it a name of its own");
        }
      }
      for (VirtualRoute route : holding.routes()) {
        Placed first = routes.putIfAbsent(RouteReader.key(route), placed);
        if (first != null && !first.equals(placed)) {
          placed
              .section()
              .error(
                  "virtual-routes",
                  "route "
                      + route.text()
                      + " already belongs to virtual router "
                      + place(first)
                      + "; give it another metric or table");
        }
      }
    }
  }

  /** An interface and family has one router of a vrid. */
  private static void checkVrids(List<Placed> routers) {
    record Vrid(String interfaceName, int vrid, Family family) {}
    Map<Vrid, Placed> vrids = new HashMap<>();
    for (Placed placed : routers) {
      RouterConfig router = placed.router();
      List<String> interfaces = new ArrayList<>(List.of(router.interfaceName()));
      router.wire().secondInterface().ifPresent(interfaces::add);
      for (String name : interfaces) {
        Placed first = vrids.putIfAbsent(new Vrid(name, router.vrid(), router.family()), placed);
        if (first != null && !first.equals(placed)) {
          placed
              .section()
              .error(
                  "vrid",
                  "vrid "
                      + router.vrid()
                      + " is already that of virtual router "
                      + place(first)
                      + " on "
                      + name
                      + "; their advertisements could not be told apart");
        }
      }
    }
  }

  private static void checkHolders(List<Placed> routers) {
    Map<InetAddress, Placed> holders = new HashMap<>();
    for (Placed placed : routers) {
      checkHolders(placed, "addresses", placed.router().addresses(), holders);
      List<VirtualAddress> excluded = placed.router().holding().excludedAddresses();
      checkHolders(placed, "excluded-addresses", excluded, holders);
    }
  }

  private static void checkHolders(
      Placed placed, String key, List<VirtualAddress> addresses, Map<InetAddress, Placed> holders) {
    for (VirtualAddress address : addresses) {
      Placed holder = holders.putIfAbsent(address.address(), placed);
      if (holder != null && !holder.router().name().equals(placed.router().name())) {
        placed
            .section()
            .error(
                key,
                "address "
                    + Addresses.text(address.address())
                    + " already belongs to virtual router "
                    + place(holder)
                    + "; only one may claim it");
      }
    }
  }

  /** Tracks that name virtual services. */
  static void checkTracks(List<Placed> routers, Collection<String> services) {
    for (Placed placed : routers) {
      for (ConfigValue track : placed.section().list("track", Limits.TRACKS_MAX)) {
        Optional<String> name =
            track instanceof ConfigObject object && object.containsKey("service")
                ? Values.text(object.get("service"))
                : Optional.empty();
        if (name.isPresent() && !services.contains(name.get())) {
          placed
              .section()
              .error(
                  track,
                  "track names the unknown virtual service "
                      + Values.quote(name.get())
                      + Suggestions.of(name.get(), services));
        }
      }
    }
  }

  /** Nothing to wait for. */
  static void warnOfUnsynced(List<Placed> routers, boolean synced) {
    for (Placed placed : routers) {
      if (!synced && !placed.router().timing().syncDelay().isZero()) {
        placed.section().warn("sync-delay", "sync-delay waits for nothing: there is no ipvs.sync");
      }
    }
  }

  /** Every group names known routers, and no router is in two groups. */
  static void checkGroups(Section section, List<RouterGroup> groups, Set<String> routers) {
    Map<String, String> members = new HashMap<>();
    for (RouterGroup group : groups) {
      if (group.routers().isEmpty()) {
        section.error(group.name(), "group " + Values.quote(group.name()) + " names no router");
      }
      for (String router : group.routers()) {
        String member = "group " + Values.quote(group.name()) + " names ";
        if (!routers.contains(router)) {
          section.error(
              group.name(),
              member
                  + "the unknown virtual router "
                  + Values.quote(router)
                  + Suggestions.of(router, routers));
        }
        String other = members.putIfAbsent(router, group.name());
        if (other != null) {
          section.error(
              group.name(),
              member
                  + Values.quote(router)
                  + ", which is already in group "
                  + Values.quote(other)
                  + "; a router moves with one group only");
        }
      }
    }
  }

  private static String place(Placed placed) {
    return Values.quote(placed.router().name()) + " (" + placed.section().place() + ")";
  }
}
