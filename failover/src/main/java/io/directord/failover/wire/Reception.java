package io.directord.failover.wire;

import io.directord.failover.vrrp.Advertisement;
import java.net.InetAddress;
import java.util.Set;

/** What a packet turned out to be. */
public sealed interface Reception {
  InetAddress from();

  /** To be believed. */
  record Accepted(InetAddress from, Advertisement advertisement, Set<Oddity> oddities)
      implements Reception {
    public Accepted {
      oddities = Set.copyOf(oddities);
    }
  }

  /**
   * Not to be believed.
   *
   * @param evidence what was found, and what was expected
   */
  record Rejected(InetAddress from, Rejection why, String evidence) implements Reception {}

  /** What is worth telling an operator about an accepted one. */
  enum Oddity {
    /** Other addresses, or another order. */
    ADDRESSES_DIFFER,
    /** Version 3: another interval than ours. */
    INTERVAL_DIFFERS,
    /** The checksum in the other form than we sent so far. */
    CHECKSUM_FORM,
    /** Not signed, which the mode allows for now. */
    UNSIGNED
  }
}
