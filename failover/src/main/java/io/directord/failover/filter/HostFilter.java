package io.directord.failover.filter;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The first packet filter that works on this host, nftables before iptables. */
public final class HostFilter implements PacketFilter {
  private final List<PacketFilter> filters;
  private @Nullable PacketFilter chosen;

  HostFilter(List<PacketFilter> filters) {
    this.filters = List.copyOf(filters);
  }

  public static HostFilter open() {
    Programs programs = new HostPrograms();
    return new HostFilter(
        List.of(
            new NftFilter(programs), new IptablesFilter(programs, IptablesChain.used("filter"))));
  }

  @Override
  public String name() {
    return chosen == null ? "none" : chosen.name();
  }

  /** Once one has worked, no other is tried: rules would be in two places. */
  @Override
  public Optional<String> drop(List<InetAddress> addresses) throws InterruptedException {
    if (chosen != null) {
      return chosen.drop(addresses);
    }
    List<String> troubles = new ArrayList<>();
    for (PacketFilter filter : filters) {
      Optional<String> trouble = filter.drop(addresses);
      if (trouble.isEmpty()) {
        chosen = filter;
        return trouble;
      }
      troubles.add(trouble.get());
    }
    return Optional.of(String.join("; ", troubles));
  }

  @Override
  public Optional<String> damage() throws InterruptedException {
    return chosen == null ? Optional.empty() : chosen.damage();
  }

  /** From all: which one an earlier run chose is not known. */
  @Override
  public Removed remove() throws InterruptedException {
    List<String> removed = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    for (PacketFilter filter : filters) {
      Removed each = filter.remove();
      removed.addAll(each.removed());
      refused.addAll(each.refused());
    }
    return new Removed(removed, refused);
  }
}
