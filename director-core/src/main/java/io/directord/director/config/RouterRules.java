package io.directord.director.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.directord.director.config.Authentication.Ah;
import io.directord.director.config.Authentication.Hmac;
import io.directord.director.config.Authentication.Pass;
import io.directord.kernel.Family;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What must hold within and between virtual routers. */
final class RouterRules {
  /** The count is one byte, and the packet must fit a 1500 byte frame. */
  private static final int ADVERTISED_V4_MAX = 255;

  private static final int ADVERTISED_V6_MAX = 90;

  /** One less: the keyed hash behind the advertisement takes 28 bytes. */
  private static final int ADVERTISED_V6_HMAC_MAX = 89;

  /** A router and where it stands. */
  record Placed(RouterConfig router, Section section) {}

  private RouterRules() {}

  static void check(Section section, RouterConfig router) {
    checkFamilies(section, router);
    checkOwner(section, router);
    checkAuthentication(section, router);
    int carried =
        router.family() == Family.IPV4
            ? ADVERTISED_V4_MAX
            : router.authentication() instanceof Hmac ? ADVERTISED_V6_HMAC_MAX : ADVERTISED_V6_MAX;
    int count = router.addresses().size();
    if (count > carried) {
      section.warn(
          "addresses",
          "an advertisement carries at most "
              + carried
              + " addresses, found "
              + count
              + "; the last "
              + (count - carried)
              + " are claimed but not advertised");
    }
    if (!router.preempt() && !router.preemptDelay().isZero()) {
      section.warn("preempt-delay", "preempt-delay has no effect with preempt = false");
    }
  }

  private static void checkFamilies(Section section, RouterConfig router) {
    Family family = router.family();
    if (router.addresses().stream().anyMatch(address -> address.family() != family)) {
      section.error(
          "addresses",
          "addresses mix IPv4 and IPv6, and an advertisement carries only one family; write two"
              + " virtual routers and group them");
    }
    if (router.peers().stream().anyMatch(peer -> Family.of(peer) != family)) {
      section.error("peers", "peers must be of the same family as addresses");
    }
    if (router.version() == 2 && family == Family.IPV6) {
      section.error("version", "version 2 knows only IPv4; use version 3");
    }
  }

  private static void checkOwner(Section section, RouterConfig router) {
    if (router.priority() != RouterConfig.OWNER) {
      return;
    }
    if (!router.preempt()) {
      section.error(
          "preempt",
          "preempt = false contradicts priority 255: the owner of the addresses always takes them"
              + " back; use priority 254 or less");
    }
    if (router.preemptDelay().compareTo(Duration.ZERO) > 0) {
      section.error(
          "preempt-delay",
          "preempt-delay contradicts priority 255: the owner of the addresses takes them back at"
              + " once; use priority 254 or less");
    }
    if (router.track().stream().anyMatch(track -> track.weight() != 0)) {
      section.error(
          "track",
          "a weight in track contradicts priority 255: the owner's priority cannot change; use"
              + " weight 0, or priority 254 or less");
    }
  }

  private static void checkAuthentication(Section section, RouterConfig router) {
    if (router.version() == 2 && router.authentication() instanceof Hmac) {
      section.error("authentication", "hmac needs version 3; version 2 knows pass and ah");
    }
    boolean old = router.authentication() instanceof Pass || router.authentication() instanceof Ah;
    if (router.version() == 3 && old) {
      section.error("authentication", "pass and ah need version 2; version 3 knows hmac");
    }
  }

  /** Between routers: one vrid to an interface and family, one router to an address. */
  static void checkTogether(List<Placed> routers) {
    record Vrid(String interfaceName, int vrid, Family family) {}
    Map<Vrid, Placed> vrids = new HashMap<>();
    Map<InetAddress, Placed> holders = new HashMap<>();
    for (Placed placed : routers) {
      RouterConfig router = placed.router();
      Section section = placed.section();
      Placed first =
          vrids.putIfAbsent(
              new Vrid(router.interfaceName(), router.vrid(), router.family()), placed);
      if (first != null) {
        section.error(
            "vrid",
            "vrid "
                + router.vrid()
                + " is already that of virtual router "
                + place(first)
                + " on "
                + router.interfaceName()
                + "; their advertisements could not be told apart");
      }
      for (VirtualAddress address : router.addresses()) {
        Placed holder = holders.putIfAbsent(address.address(), placed);
        if (holder != null && !holder.router().name().equals(router.name())) {
          section.error(
              "addresses",
              "address "
                  + Addresses.text(address.address())
                  + " already belongs to virtual router "
                  + place(holder)
                  + "; only one may claim it");
        }
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
