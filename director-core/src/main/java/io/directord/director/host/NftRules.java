package io.directord.director.host;

import io.directord.failover.filter.NftTable;
import io.directord.failover.filter.PacketFilter.Removed;
import io.directord.failover.filter.Programs;
import java.util.Optional;

/** {@link HostRules} in a table of our own of nftables, in one transaction. */
final class NftRules implements RuleProgram {
  private final NftTable table;

  NftRules(Programs programs) {
    table = new NftTable(programs, HostRulesText.TABLE);
  }

  @Override
  public String name() {
    return "nft";
  }

  @Override
  public Optional<String> put(HostRules rules) throws InterruptedException {
    return table.replace(HostRulesText.nft(rules));
  }

  @Override
  public Optional<String> damage() throws InterruptedException {
    return table.damage();
  }

  @Override
  public Removed remove() throws InterruptedException {
    return table.remove();
  }
}
