package io.directord.failover.filter;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Chains of our own of {@code iptables}, for kernels without nftables. Each family and table is a
 * transaction of its own.
 */
public final class IptablesFilter<R> implements PacketFilter<R> {
  /** For kernels without nftables whose usual {@code iptables} needs it. */
  public static final String LEGACY = "-legacy";

  private final String variant;
  private final List<Part<R>> parts;

  /** A chain and what it is filled with. */
  public record Part<R>(IptablesChain chain, Function<R, List<String>> rules) {}

  /**
   * Has put in nothing yet.
   *
   * @param variant of the programs: {@link #LEGACY}, or nothing
   */
  public IptablesFilter(String variant, List<Part<R>> parts) {
    this.variant = variant;
    this.parts = List.copyOf(parts);
  }

  @Override
  public String name() {
    return "iptables" + variant;
  }

  @Override
  public Optional<String> put(R rules) throws InterruptedException {
    for (int at = 0; at < parts.size(); at++) {
      Part<R> part = parts.get(at);
      Optional<String> trouble = part.chain().fill(part.rules().apply(rules));
      if (trouble.isPresent()) {
        for (Part<R> filled : parts.subList(0, at)) {
          filled.chain().remove(); // another program may take its place
        }
        return trouble;
      }
    }
    return Optional.empty();
  }

  @Override
  public Optional<String> damage() throws InterruptedException {
    for (Part<R> part : parts) {
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
    for (Part<R> part : parts) {
      removed = removed.with(part.chain().remove());
    }
    return removed;
  }
}
