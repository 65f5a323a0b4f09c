package io.directord.failover;

import io.directord.failover.address.AddressPlanner;
import io.directord.failover.address.HeldAddress;
import io.directord.kernel.link.Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What this node should hold: the routers, and which of them are Active or were found so at start.
 * Confined to the loop of the addresses; touches nothing outside.
 */
final class Holdings {
  private Map<String, RouterSettings> routers = Map.of();
  private final Set<String> active = new HashSet<>();
  private final Set<String> adopted = new HashSet<>();
  private final Set<String> leaving = new HashSet<>();
  private final Map<String, RouterCounters> counters = new HashMap<>();
  private final Set<InetAddress> everConfigured = new HashSet<>();
  private final Set<InetAddress> settled = new HashSet<>();

  /** A router that is Active under settings that are no longer those. */
  record Changed(RouterSettings before, RouterSettings now) {}

  /** Takes other settings; answers with the Active routers that this changes. */
  List<Changed> take(List<RouterSettings> settings) {
    Map<String, RouterSettings> taken = new LinkedHashMap<>();
    settings.forEach(router -> taken.put(router.name(), router));
    active.retainAll(taken.keySet());
    List<Changed> changed = new ArrayList<>();
    for (String name : active) {
      RouterSettings before = routers.get(name);
      RouterSettings now = taken.get(name);
      if (before != null && now != null && !before.equals(now)) {
        changed.add(new Changed(before, now));
        Set<HeldAddress> kept = Set.copyOf(now.addresses());
        before.addresses().stream()
            .filter(held -> !kept.contains(held))
            .forEach(held -> settled.remove(held.address()));
      }
    }
    settings.forEach(
        router -> router.addresses().forEach(held -> everConfigured.add(held.address())));
    adopted.retainAll(taken.keySet());
    counters.keySet().retainAll(taken.keySet());
    routers = taken;
    return changed;
  }

  @Nullable RouterSettings router(String name) {
    return routers.get(name);
  }

  Collection<RouterSettings> routers() {
    return routers.values();
  }

  boolean isActive(String router) {
    return active.contains(router);
  }

  List<RouterSettings> active() {
    return routers.values().stream().filter(router -> active.contains(router.name())).toList();
  }

  RouterCounters counters(String router) {
    return counters.computeIfAbsent(router, _ -> new RouterCounters());
  }

  void claimed(String router, RouterCounters count) {
    active.add(router);
    adopted.remove(router);
    counters.put(router, count);
  }

  /** True when it was Active. */
  boolean released(String router) {
    adopted.remove(router);
    RouterSettings settings = routers.get(router);
    if (!active.remove(router) || settings == null) {
      return false;
    }
    settings.addresses().forEach(held -> settled.remove(held.address()));
    return true;
  }

  /** What an earlier run left behind stays until its router has heard others or is Active. */
  Set<String> adopt(Collection<Address> observed, boolean tags) {
    Set<InetAddress> found = new HashSet<>();
    observed.stream()
        .filter(address -> !tags || address.protocol().equals(Optional.of(HeldAddress.TAG)))
        .forEach(address -> found.add(address.address()));
    for (RouterSettings router : routers.values()) {
      if (router.addresses().stream().anyMatch(held -> found.contains(held.address()))) {
        adopted.add(router.name());
      }
    }
    return Set.copyOf(adopted);
  }

  Set<String> adopted() {
    return adopted;
  }

  /** What depends on its addresses goes first. */
  void leaving(String router) {
    leaving.add(router);
  }

  void left(String router) {
    leaving.remove(router);
  }

  /** True when it was adopted. */
  boolean abandon(String router) {
    return adopted.remove(router);
  }

  /** True when it has not been in the kernel since its router became Active. */
  boolean settle(HeldAddress held) {
    return settled.add(held.address());
  }

  /** What is configured, and what was and may still be in the kernel. */
  Set<InetAddress> everConfigured() {
    return everConfigured;
  }

  /** What is not configured any more. No claim adds it from now on. */
  Set<InetAddress> dropped() {
    Set<InetAddress> dropped = new HashSet<>(everConfigured);
    routers
        .values()
        .forEach(router -> router.addresses().forEach(held -> dropped.remove(held.address())));
    return dropped;
  }

  /**
   * Forgets what there is nothing left of to remove.
   *
   * @param dropped before the kernel was read
   */
  void forget(Set<InetAddress> dropped, Collection<Address> observed) {
    if (dropped.isEmpty()) {
      return;
    }
    Set<InetAddress> gone = dropped();
    gone.retainAll(dropped);
    observed.forEach(address -> gone.remove(address.address()));
    everConfigured.removeAll(gone);
  }

  /** What is not to be repaired is wanted until it has been there once. */
  AddressPlanner.Goal goal() {
    Map<HeldAddress, Optional<Duration>> wanted = new LinkedHashMap<>();
    Set<InetAddress> spared = new HashSet<>();
    for (RouterSettings router : routers.values()) {
      for (HeldAddress held : router.addresses()) {
        boolean holds = active.contains(router.name());
        if (holds && (router.repair() || !settled.contains(held.address()))) {
          wanted.put(held, router.lease());
        } else if (holds || adopted.contains(router.name()) || leaving.contains(router.name())) {
          spared.add(held.address());
        }
      }
    }
    return new AddressPlanner.Goal(wanted, everConfigured, spared);
  }

  /** Held for a time only. */
  Map<HeldAddress, Optional<Duration>> leased() {
    Map<HeldAddress, Optional<Duration>> leased = new LinkedHashMap<>();
    for (RouterSettings router : active()) {
      if (router.lease().isPresent()) {
        router.addresses().forEach(held -> leased.put(held, router.lease()));
      }
    }
    return leased;
  }
}
