package io.directord.failover;

import io.directord.failover.address.OtherHost;
import io.directord.failover.arp.ArpEvent;
import io.directord.failover.vrrp.Role;
import io.directord.failover.wire.Reception.Oddity;
import io.directord.failover.wire.Rejection;
import java.net.InetAddress;
import java.time.Instant;

/** What happened to the virtual routers of this node, for log, journal and hooks; in order. */
public sealed interface FailoverEvent {

  record RoleChanged(String router, Role from, Role to, String because, Instant at)
      implements FailoverEvent {}

  /** The kernel refused what makes the heartbeat punctual: others' load may delay it. */
  record NotPunctual(String because) implements FailoverEvent {}

  /** Something worth telling that changes no role. */
  record Noted(String router, String what) implements FailoverEvent {}

  /** The first of its kind for a while; all are counted. */
  record AdvertisementRejected(String router, InetAddress from, Rejection why, String evidence)
      implements FailoverEvent {}

  /** The first of its kind for a while; all are counted. */
  record AdvertisementOdd(String router, InetAddress from, Oddity oddity)
      implements FailoverEvent {}

  /**
   * Somebody advertises a vrid that no router here has, on an interface of ours. Told at most once
   * a minute for each; all are counted.
   */
  record UnknownVrid(String interfaceName, int vrid, InetAddress from) implements FailoverEvent {}

  /** A router that only looks on has become Active. */
  record WouldClaim(String router, int addresses) implements FailoverEvent {}

  /** A router that only looks on is Active no more. */
  record WouldRelease(String router, int addresses) implements FailoverEvent {}

  /**
   * A router that only looks on has gone on being something else than this node really is.
   *
   * @param does Active: this host has the addresses
   */
  record ShadowDisagrees(String router, Role would, Role does, String because, Instant at)
      implements FailoverEvent {}

  /** That is over. */
  record ShadowAgrees(String router, Role does, long disagreedNanos) implements FailoverEvent {}

  /** Another router is Active too, and goes on being so. */
  record SplitBrainBegan(String router, InetAddress rival, int priority) implements FailoverEvent {}

  record SplitBrainEnded(String router, InetAddress rival, long lastedNanos)
      implements FailoverEvent {}

  record AddressesClaimed(String router, int addresses, long tookNanos) implements FailoverEvent {}

  record AddressesReleased(String router, int addresses) implements FailoverEvent {}

  /** Somebody else took it away; it is back. */
  record AddressRestored(String router, InetAddress address) implements FailoverEvent {}

  /** The kernel did not take a change of addresses. */
  record AddressRefused(String text) implements FailoverEvent {}

  /** Somebody else took a route or rule away; it is back. */
  record NetworkRestored(String text) implements FailoverEvent {}

  /** The kernel did not take a change of links, routes, rules or their settings. */
  record NetworkRefused(String text) implements FailoverEvent {}

  /**
   * What goes to addresses of routers without Accept_Mode is dropped from now on.
   *
   * @param by the packet filter
   */
  record AcceptRulesSet(String by, int addresses) implements FailoverEvent {}

  /** Somebody else took the rules away that drop it; they are back. */
  record AcceptRulesRestored(String because) implements FailoverEvent {}

  /** The rules are not in force: such routers may not be Active. Or they could not be removed. */
  record AcceptRulesRefused(String because) implements FailoverEvent {}

  /**
   * Another host uses an address that we hold (RFC 5227 section 2.4, RFC 4862 section 5.4).
   *
   * @param heardNanos when it was heard last, by {@code CLOCK_MONOTONIC}: a defence may wait, and
   *     its news with it
   */
  record AddressConflict(String router, InetAddress address, OtherHost by, long heardNanos)
      implements FailoverEvent {}

  /** A real server with an address for direct routing that it does not keep silent about. */
  record Arp(ArpEvent event) implements FailoverEvent {}

  /** Our own heartbeat came so late that others must have taken over. */
  record Overslept(String router, long nanos) implements FailoverEvent {}
}
