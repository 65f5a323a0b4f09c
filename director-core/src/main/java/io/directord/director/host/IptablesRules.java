package io.directord.director.host;

import io.directord.failover.filter.IptablesChain;
import io.directord.failover.filter.PacketFilter.Removed;
import io.directord.failover.filter.Programs;
import io.directord.kernel.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@link HostRules} in chains of our own of iptables: each family and table is a transaction of its
 * own. Waits for programs; confined to one thread.
 */
final class IptablesRules implements RuleProgram {
  /** A chain and what it is filled with. */
  private record Part(Family family, boolean marks, IptablesChain chain) {
    List<String> lines(HostRules rules) {
      return marks ? HostRulesText.marks(rules, family) : HostRulesText.masquerade(rules, family);
    }
  }

  private final String variant;
  private final List<Part> parts = new ArrayList<>();

  /**
   * Has put in nothing yet.
   *
   * @param variant {@code -legacy} for kernels without nftables, whose usual iptables needs it
   */
  IptablesRules(Programs programs, String variant) {
    this.variant = variant;
    for (Family family : Family.values()) {
      parts.add(
          new Part(
              family,
              true,
              IptablesChain.of(
                  programs, family, variant, "mangle", "PREROUTING", HostRulesText.MARK_CHAIN)));
      parts.add(
          new Part(
              family,
              false,
              IptablesChain.of(
                  programs,
                  family,
                  variant,
                  "nat",
                  "POSTROUTING",
                  HostRulesText.MASQUERADE_CHAIN)));
    }
  }

  @Override
  public String name() {
    return "iptables" + variant;
  }

  @Override
  public Optional<String> put(HostRules rules) throws InterruptedException {
    for (int at = 0; at < parts.size(); at++) {
      Optional<String> trouble = parts.get(at).chain().fill(parts.get(at).lines(rules));
      if (trouble.isPresent()) {
        for (Part filled : parts.subList(0, at)) {
          filled.chain().remove(); // another program may take its place
        }
        return trouble;
      }
    }
    return Optional.empty();
  }

  @Override
  public Optional<String> damage() throws InterruptedException {
    for (Part part : parts) {
      Optional<String> damage = part.chain().damage();
      if (damage.isPresent()) {
        return damage;
      }
    }
    return Optional.empty();
  }

  @Override
  public Removed remove() throws InterruptedException {
    Removed removed = Removed.NOTHING;
    for (Part part : parts) {
      removed = removed.with(part.chain().remove());
    }
    return removed;
  }
}
