package io.directord.failover.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The first packet filter that works on this host. */
public final class HostFilter<R> implements PacketFilter<R> {
  private final List<PacketFilter<R>> filters;
  private @Nullable PacketFilter<R> chosen;

  /**
   * Has put in nothing yet.
   *
   * @param filters the best first
   */
  public HostFilter(List<PacketFilter<R>> filters) {
    this.filters = List.copyOf(filters);
  }

  @Override
  public String name() {
    return chosen == null ? "none" : chosen.name();
  }

  /** Once one has worked, no other is tried: rules would be in two places. */
  @Override
  public Optional<String> put(R rules) throws InterruptedException {
    if (chosen != null) {
      return chosen.put(rules);
    }
    List<String> troubles = new ArrayList<>();
    for (PacketFilter<R> filter : filters) {
      Optional<String> trouble = filter.put(rules);
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
    Removed removed = Removed.NOTHING;
    for (PacketFilter<R> filter : filters) {
      removed = removed.with(filter.remove());
    }
    return removed;
  }
}
