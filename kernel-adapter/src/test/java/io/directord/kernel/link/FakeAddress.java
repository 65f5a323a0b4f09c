package io.directord.kernel.link;

import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the kernel makes of an address that is added ({@code devinet.c}, {@code addrconf.c}). */
final class FakeAddress {
  private FakeAddress() {}

  static Address of(AddressChange.AddAddress add, Link link, List<Address> present) {
    AddressSpec spec = add.spec();
    boolean ipv4 = spec.address() instanceof Inet4Address;
    Address address = with(add, link, EnumSet.noneOf(AddressFlag.class), ipv4);
    Set<AddressFlag> flags = EnumSet.noneOf(AddressFlag.class);
    if (spec.validSeconds() == AddressSpec.FOREVER) {
      flags.add(AddressFlag.PERMANENT);
    }
    if (spec.preferredSeconds() == 0) {
      flags.add(AddressFlag.DEPRECATED);
    }
    if (spec.noDad()) {
      flags.add(AddressFlag.NO_DAD);
    }
    if (spec.noPrefixRoute()) {
      flags.add(AddressFlag.NO_PREFIX_ROUTE);
    }
    if (ipv4 && present.stream().anyMatch(each -> sameNetwork(each, address))) {
      flags.add(AddressFlag.SECONDARY);
    }
    return with(add, link, flags, ipv4);
  }

  /** Same link, same prefix length, same leading bits: the later one is the earlier's secondary. */
  static boolean sameNetwork(Address one, Address other) {
    return one.linkIndex() == other.linkIndex()
        && one.address() instanceof Inet4Address
        && one.prefixLength() == other.prefixLength()
        && network(one).equals(network(other));
  }

  private static BigInteger network(Address address) {
    byte[] bytes = address.address().getAddress();
    return new BigInteger(1, bytes).shiftRight(bytes.length * 8 - address.prefixLength());
  }

  private static Address with(
      AddressChange.AddAddress add, Link link, Set<AddressFlag> flags, boolean ipv4) {
    AddressSpec spec = add.spec();
    return new Address(
        link.index(),
        spec.address(),
        spec.prefixLength(),
        ipv4 ? spec.scope() : scope(spec.address()),
        ipv4 ? Optional.of(spec.label().orElse(link.name())) : Optional.empty(),
        flags,
        spec.protocol(),
        spec.preferredSeconds(),
        spec.validSeconds());
  }

  private static Scope scope(InetAddress address) {
    if (address.isLoopbackAddress()) {
      return Scope.HOST;
    }
    return address.isLinkLocalAddress() ? Scope.LINK : Scope.GLOBAL;
  }
}
