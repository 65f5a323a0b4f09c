package io.directord.failover.filter;

import io.directord.failover.filter.IptablesFilter.Part;
import io.directord.kernel.Family;
import java.net.InetAddress;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Drops what comes in for addresses, but for neighbour discovery: by nftables, or else by iptables.
 */
public final class AcceptFilter {
  private AcceptFilter() {}

  /** Has put in nothing yet. */
  public static PacketFilter<List<InetAddress>> open() {
    return open(new HostPrograms(), IptablesChain.used(IptablesText.TABLE));
  }

  static PacketFilter<List<InetAddress>> open(Programs programs, Predicate<Family> used) {
    return new HostFilter<>(
        List.of(
            nft(programs),
            iptables(programs, used, ""),
            iptables(programs, used, IptablesFilter.LEGACY)));
  }

  static PacketFilter<List<InetAddress>> nft(Programs programs) {
    return new NftFilter<>(programs, NftText.TABLE, NftText::replace);
  }

  /** Asking for a chain would load an old kernel table that is not {@code used}. */
  static PacketFilter<List<InetAddress>> iptables(
      Programs programs, Predicate<Family> used, String variant) {
    return new IptablesFilter<>(
        variant,
        Stream.of(Family.values())
            .map(family ->
                new Part<List<InetAddress>>(
                    new IptablesChain(programs, used, IptablesText.chain(family, variant)),
                    addresses -> IptablesText.rules(family, addresses)))
            .toList());
  }
}
