package io.directord.failover.filter;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** Rules in a table of our own of nftables: both families in one transaction. */
final class NftFilter implements PacketFilter {
  private final NftTable table;

  NftFilter(Programs programs) {
    table = new NftTable(programs, NftText.TABLE);
  }

  @Override
  public String name() {
    return "nft";
  }

  @Override
  public Optional<String> drop(List<InetAddress> addresses) throws InterruptedException {
    return table.replace(NftText.replace(List.copyOf(addresses)));
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
