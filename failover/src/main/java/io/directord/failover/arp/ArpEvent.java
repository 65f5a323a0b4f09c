package io.directord.failover.arp;

/** What the watch has to tell. */
public sealed interface ArpEvent {
  /** A real server claims an address that it should be silent about. */
  record Began(Finding finding) implements ArpEvent {}

  /** It does so no more. */
  record Ended(Finding finding, String because, long lastedNanos) implements ArpEvent {}

  /** Something is not watched, and why. */
  record Unwatched(String because) implements ArpEvent {}
}
