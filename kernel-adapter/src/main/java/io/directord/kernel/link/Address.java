package io.directord.kernel.link;

import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;

/**
 * An address that a link has.
 *
 * @param label IPv4 only, where the kernel always has one: the link's name unless told otherwise
 * @param protocol who added it, by a number of their own choice; since Linux 5.18
 * @param preferredSeconds after which it is deprecated, or {@link AddressSpec#FOREVER}
 * @param validSeconds after which it goes away, or {@link AddressSpec#FOREVER}
 */
public record Address(
    int linkIndex,
    InetAddress address,
    int prefixLength,
    Scope scope,
    Optional<String> label,
    Set<AddressFlag> flags,
    Optional<Integer> protocol,
    long preferredSeconds,
    long validSeconds) {
  public Address {
    flags = Set.copyOf(flags);
  }

  /** Whether the kernel answers for it: neither still being checked nor found to be another's. */
  public boolean usable() {
    return !flags.contains(AddressFlag.TENTATIVE) && !flags.contains(AddressFlag.DAD_FAILED);
  }
}
