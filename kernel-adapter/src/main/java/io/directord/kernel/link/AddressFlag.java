package io.directord.kernel.link;

import java.util.EnumSet;
import java.util.Set;

/** What the kernel says of an address ({@code IFA_F_*}, {@code linux/if_addr.h}). */
public enum AddressFlag {
  /**
   * Of the same IPv4 network as an earlier one, and deleted together with it; or temporary IPv6.
   */
  SECONDARY(0x01),
  /** Not checked for duplicates. */
  NO_DAD(0x02),
  OPTIMISTIC(0x04),
  /** Somebody else has it: the kernel does not use it. */
  DAD_FAILED(0x08),
  /** Not for new connections of this host's own. */
  DEPRECATED(0x20),
  /** Still being checked for duplicates: nothing can be sent from it. */
  TENTATIVE(0x40),
  PERMANENT(0x80),
  /** Without a route to its network. */
  NO_PREFIX_ROUTE(0x200);

  private final int bit;

  AddressFlag(int bit) {
    this.bit = bit;
  }

  int bit() {
    return bit;
  }

  static Set<AddressFlag> of(long bits) {
    Set<AddressFlag> flags = EnumSet.noneOf(AddressFlag.class);
    for (AddressFlag flag : values()) {
      if ((bits & flag.bit) != 0) {
        flags.add(flag);
      }
    }
    return flags;
  }
}
