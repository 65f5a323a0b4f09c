package io.directord.director.host;

import io.directord.failover.filter.HostFilter;
import io.directord.failover.filter.IptablesChain;
import io.directord.failover.filter.IptablesFilter;
import io.directord.failover.filter.IptablesFilter.Part;
import io.directord.failover.filter.NftFilter;
import io.directord.failover.filter.PacketFilter;
import io.directord.failover.filter.Programs;
import io.directord.kernel.Family;
import java.util.ArrayList;
import java.util.List;

/** Marks and masquerades: by nftables, or else by iptables. */
final class TrafficFilter {
  private TrafficFilter() {}

  /** Has put in nothing yet. */
  static PacketFilter<HostRules> of(Programs programs) {
    return new HostFilter<>(
        List.of(
            new NftFilter<>(programs, HostRulesText.TABLE, HostRulesText::nft),
            iptables(programs, ""),
            iptables(programs, IptablesFilter.LEGACY)));
  }

  private static PacketFilter<HostRules> iptables(Programs programs, String variant) {
    List<Part<HostRules>> parts = new ArrayList<>();
    for (Family family : Family.values()) {
      parts.add(
          new Part<>(
              IptablesChain.of(
                  programs, family, variant, "mangle", "PREROUTING", HostRulesText.MARK_CHAIN),
              rules -> HostRulesText.marks(rules, family)));
      parts.add(
          new Part<>(
              IptablesChain.of(
                  programs, family, variant, "nat", "POSTROUTING", HostRulesText.MASQUERADE_CHAIN),
              rules -> HostRulesText.masquerade(rules, family)));
    }
    return new IptablesFilter<>(variant, parts);
  }
}
