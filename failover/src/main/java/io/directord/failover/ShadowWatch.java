package io.directord.failover;

import io.directord.failover.RoutersView.Shadow;
import io.directord.failover.address.HeldAddress;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is known of one router that only looks on. Confined to the heartbeat. */
final class ShadowWatch {
  private @Nullable RouterSettings counted;
  private LinkTable seen = LinkTable.EMPTY;
  private int held;
  private Optional<Comparison> comparison = Optional.empty();
  private Instant since = Instant.EPOCH;
  private Optional<Shadow> view = Optional.empty();
  private boolean spoke;
  private long spokeNanos;

  /** How many of its addresses this host has; counted when it may be another number only. */
  int held(RouterSettings settings, LinkTable table) {
    if (!settings.equals(counted) || !table.equals(seen)) {
      counted = settings;
      seen = table;
      List<InetAddress> all = settings.addresses().stream().map(HeldAddress::address).toList();
      held = (int) all.stream().filter(table.held()::contains).count();
    }
    return held;
  }

  Optional<Comparison> comparison() {
    return comparison;
  }

  /** Takes another one, and the moment it began. */
  void compared(Comparison now, Instant at) {
    if (comparison.isEmpty() || comparison.get().sinceNanos() != now.sinceNanos()) {
      since = at;
    }
    comparison = Optional.of(now);
  }

  /** Whoever runs on this host was heard. */
  void heardHere(long nowNanos) {
    spoke = true;
    spokeNanos = nowNanos;
  }

  boolean speaksHere(long nowNanos, long withinNanos) {
    return spoke && nowNanos - spokeNanos <= withinNanos;
  }

  /** True when that is another one. */
  boolean show(Comparison now, String because) {
    Optional<Shadow> shown =
        Optional.of(new Shadow(now.would(), now.does(), now.disagrees(), since, because));
    boolean changed = !shown.equals(view);
    view = shown;
    return changed;
  }

  Optional<Shadow> view() {
    return view;
  }
}
