package io.directord.director.host;

import io.directord.failover.filter.PacketFilter.Removed;
import io.directord.failover.filter.Programs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The first program that works on this host, nftables before iptables. One thread's. */
final class TrafficFilter implements RuleProgram {
  private final List<RuleProgram> programs;
  private @Nullable RuleProgram chosen;

  /** Has put in nothing yet. */
  TrafficFilter(Programs host) {
    programs =
        List.of(
            new NftRules(host), new IptablesRules(host, ""), new IptablesRules(host, "-legacy"));
  }

  @Override
  public String name() {
    return chosen == null ? "none" : chosen.name();
  }

  /** Once one has worked, no other is tried: rules would be in two places. */
  @Override
  public Optional<String> put(HostRules rules) throws InterruptedException {
    if (chosen != null) {
      return chosen.put(rules);
    }
    List<String> troubles = new ArrayList<>();
    for (RuleProgram program : programs) {
      Optional<String> trouble = program.put(rules);
      if (trouble.isEmpty()) {
        chosen = program;
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
    Removed removed = Removed.NOTHING;
    for (RuleProgram program : programs) {
      removed = removed.with(program.remove());
    }
    return removed;
  }
}
