package io.directord.director.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How an active virtual router holds its addresses, and what it holds beside them.
 *
 * @param accept what goes to the addresses is served though this node is not their owner
 * @param restoreAddresses an address that somebody else removed is put back
 * @param conflictDefence another host that uses an address is answered (RFC 5227)
 * @param lease lifetime of the addresses in the kernel, renewed at a third of it; absent means for
 *     ever
 * @param virtualMac name of the interface that has the virtual MAC address and gets the addresses;
 *     absent means the router's own interface
 * @param excludedAddresses held but not advertised; may be of the other family
 */
public record Holding(
    boolean accept,
    boolean restoreAddresses,
    boolean conflictDefence,
    Optional<Duration> lease,
    Optional<String> virtualMac,
    List<VirtualAddress> excludedAddresses,
    List<VirtualRoute> routes,
    List<VirtualRule> rules) {
  public static final Duration LEASE_MIN = Duration.ofSeconds(2);
  public static final Duration LEASE_MAX = Duration.ofHours(1);
  public static final Holding DEFAULT =
      new Holding(
          true, true, true, Optional.empty(), Optional.empty(), List.of(), List.of(), List.of());

  public Holding {
    excludedAddresses = List.copyOf(excludedAddresses);
    routes = List.copyOf(routes);
    rules = List.copyOf(rules);
    virtualMac.ifPresent(name -> Names.requireInterface("virtual-mac", name));
    if (lease.isPresent()
        && (lease.get().compareTo(LEASE_MIN) < 0
            || lease.get().compareTo(LEASE_MAX) > 0
            || !Durations.isWholeSeconds(lease.get()))) {
      throw new IllegalArgumentException(
          "lease must be 2s..1h in whole seconds, as the kernel counts it; found "
              + Durations.text(lease.get()));
    }
  }
}
