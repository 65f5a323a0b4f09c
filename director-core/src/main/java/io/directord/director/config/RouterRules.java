package io.directord.director.config;

import io.directord.director.config.Authentication.Ah;
import io.directord.director.config.Authentication.Hmac;
import io.directord.director.config.Authentication.Pass;
import io.directord.director.config.RouterWire.Checksum;
import io.directord.kernel.Family;
import java.time.Duration;
import java.util.Optional;

/** What must hold within a virtual router. */
final class RouterRules {
  /** The count is one byte, and the packet must fit a 1500 byte frame. */
  private static final int ADVERTISED_V4_MAX = 255;

  private static final int ADVERTISED_V6_MAX = 90;

  /** One less: the keyed hash behind the advertisement takes 28 bytes. */
  private static final int ADVERTISED_V6_HMAC_MAX = 89;

  private RouterRules() {}

  static void check(Section section, RouterConfig router) {
    checkFamilies(section, router);
    checkOwner(section, router);
    checkAuthentication(section, router);
    checkWire(section, router);
    checkHolding(section, router);
    checkDelays(section, router);
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
  }

  private static void checkDelays(Section section, RouterConfig router) {
    if (!router.preempt() && !router.preemptDelay().isZero()) {
      section.warn("preempt-delay", "preempt-delay has no effect with preempt = false");
    }
    if (!router.preempt() && !router.timing().syncDelay().isZero()) {
      section.warn("sync-delay", "sync-delay has no effect with preempt = false");
    }
    Duration down = router.advertisementInterval().multipliedBy(router.timing().downTimerAdverts());
    for (Track track : router.track()) {
      if (track instanceof Track.Interface watched
          && watched.name().equals(router.interfaceName())
          && watched.downDelay().compareTo(down) >= 0) {
        section.warn(
            "track",
            "down-delay of "
                + watched.name()
                + " is not shorter than "
                + Durations.text(down)
                + ", after which the peers hold this node to be down: for a while both are"
                + " active");
      }
    }
  }

  private static void checkWire(Section section, RouterConfig router) {
    Family family = router.family();
    boolean multicast = router.peers().isEmpty();
    router
        .wire()
        .source()
        .ifPresent(source -> {
          if (Family.of(source) != family) {
            section.error("source", "source must be of the same family as addresses");
          } else if (family == Family.IPV6 && multicast && !source.isLinkLocalAddress()) {
            section.error(
                "source",
                "source of multicast advertisements over IPv6 must be link-local (fe80::/10), found"
                    + " "
                    + Addresses.text(source));
          }
        });
    if (router.wire().checksum() != Checksum.LEARNED
        && (family == Family.IPV6 || router.version() == 2)) {
      section.warn("checksum", "checksum has no effect: only version 3 over IPv4 has two forms");
    }
    if (router.wire().secondInterface().isPresent()) {
      if (router.wire().secondInterface().get().equals(router.interfaceName())) {
        section.error("second-interface", "second-interface must be another one than interface");
      }
      if (!multicast) {
        section.error(
            "second-interface",
            "second-interface needs multicast: the way to unicast peers is the routing table's");
      }
    }
  }

  private static void checkHolding(Section section, RouterConfig router) {
    Holding holding = router.holding();
    for (VirtualAddress excluded : holding.excludedAddresses()) {
      boolean twice =
          router.addresses().stream().anyMatch(a -> a.address().equals(excluded.address()));
      if (twice) {
        section.error(
            "excluded-addresses",
            "address " + excluded.text() + " stands in addresses and in excluded-addresses");
      }
    }
    Optional<Duration> lease = holding.lease();
    Duration interval = router.advertisementInterval();
    if (lease.isPresent() && lease.get().compareTo(interval) < 0) {
      section.warn(
          "lease",
          "lease is shorter than advertisement-interval: addresses are gone before the peers"
              + " notice anything");
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
    if (router.timing().syncDelay().compareTo(Duration.ZERO) > 0) {
      section.error(
          "sync-delay",
          "sync-delay contradicts priority 255: the owner of the addresses takes them back at"
              + " once; use priority 254 or less");
    }
    if (!router.holding().accept()) {
      section.error(
          "accept",
          "accept = false contradicts priority 255: the owner of the addresses always accepts what"
              + " goes to them; use priority 254 or less");
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
}
