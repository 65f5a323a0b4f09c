package io.directord.failover.arp;

/** By what a host shows that it takes an address for its own to tell of. */
public enum Sign {
  /** It answered: {@code arp_ignore} is missing, or the address is not on the loopback only. */
  ANSWERS,
  /** It told everybody, unasked. */
  ANNOUNCES,
  /** It asked for another host in the name of the address: {@code arp_announce} is missing. */
  ASKS,
  /** Who holds the address heard it, and keeps no note of how. */
  CLAIMS
}
