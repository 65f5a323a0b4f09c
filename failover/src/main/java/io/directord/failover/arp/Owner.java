package io.directord.failover.arp;

import java.net.InetAddress;

/** Who rightly answers for a service's address now. */
public sealed interface Owner {
  /** It is no virtual router's. */
  record Fixed() implements Owner {}

  /** This node's virtual router is Active. */
  record Here() implements Owner {}

  /** A director that advertises from this address is Active. */
  record Director(InetAddress address) implements Owner {}

  /** Elections go on: whoever answers may be the one. */
  record Undecided() implements Owner {}
}
