package io.directord.failover.vrrp;

/** What a step asks to be done, in its order. */
public sealed interface Effect {
  /** To all peers, at once. */
  record SendAdvertisement(int priority) implements Effect {}

  /** Add the addresses, then announce them. */
  record ClaimAddresses() implements Effect {}

  record ReleaseAddresses() implements Effect {}

  /** Announce addresses that are held: others may have learned another owner. */
  record AnnounceAgain() implements Effect {}
}
