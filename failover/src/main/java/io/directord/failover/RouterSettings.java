package io.directord.failover;

import io.directord.failover.address.Announcements;
import io.directord.failover.address.HeldAddress;
import io.directord.failover.address.HeldRoute;
import io.directord.failover.address.VirtualLink;
import io.directord.failover.vrrp.Advertisement;
import io.directord.failover.wire.Authentication;
import io.directord.failover.wire.WireSettings.ChecksumForm;
import io.directord.kernel.Family;
import io.directord.kernel.link.RuleSpec;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A virtual router as this node runs it.
 *
 * @param name the operator's own
 * @param family of its advertisements
 * @param source of its advertisements; empty: the interface's first address, for IPv6 its
 *     link-local one
 * @param peers asked by unicast; empty: multicast
 * @param secondInterface over which it advertises and listens too
 * @param advertised addresses that its advertisements carry, in their order
 * @param excluded held, but not advertised; perhaps of the other family
 * @param lease after which the kernel drops an address that nobody renews; empty: never
 * @param repair puts addresses back that somebody else removed
 * @param defend answers others that use a held address
 * @param accept serves what goes to its addresses though it is not their owner
 * @param routes there while Active, as are the rules; these carry our tag
 * @param virtualLink made for its addresses; they name it as their device
 */
public record RouterSettings(
    String name,
    String interfaceName,
    Family family,
    int vrid,
    int version,
    int priority,
    Duration interval,
    boolean preempt,
    Duration preemptDelay,
    Duration startupDelay,
    int downTimerAdverts,
    Optional<InetAddress> source,
    List<InetAddress> peers,
    Optional<String> secondInterface,
    List<HeldAddress> advertised,
    List<HeldAddress> excluded,
    Authentication authentication,
    ChecksumForm checksum,
    Announcements announcements,
    Optional<Duration> lease,
    boolean repair,
    boolean defend,
    boolean accept,
    List<HeldRoute> routes,
    List<RuleSpec> rules,
    Optional<VirtualLink> virtualLink) {
  public RouterSettings {
    peers = List.copyOf(peers);
    advertised = List.copyOf(advertised);
    excluded = List.copyOf(excluded);
    routes = List.copyOf(routes);
    rules = List.copyOf(rules);
  }

  public boolean owner() {
    return priority == Advertisement.OWNER;
  }

  /** Without Accept_Mode, RFC 9568 section 6.1: only the owner accepts all the same. */
  boolean drops() {
    return !accept && !owner();
  }

  public boolean unicast() {
    return !peers.isEmpty();
  }

  /** For one that only looks on: it makes no link, so none is missing; its start delays nobody. */
  RouterSettings lookingOn() {
    return new RouterSettings(
        name,
        interfaceName,
        family,
        vrid,
        version,
        priority,
        interval,
        preempt,
        preemptDelay,
        Duration.ZERO,
        downTimerAdverts,
        source,
        peers,
        secondInterface,
        advertised,
        excluded,
        authentication,
        checksum,
        announcements,
        lease,
        repair,
        defend,
        accept,
        routes,
        rules,
        Optional.empty());
  }

  /** All addresses that it holds while Active. */
  public List<HeldAddress> addresses() {
    return Stream.concat(advertised.stream(), excluded.stream()).toList();
  }
}
