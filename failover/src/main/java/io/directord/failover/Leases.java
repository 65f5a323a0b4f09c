package io.directord.failover;

import io.directord.failover.address.AddressPlanner;
import io.directord.failover.address.HeldAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Keeps leased addresses alive for as long as the heartbeat lives. Confined to its loop. */
final class Leases {
  /** A lease is renewed so many times before it ends. */
  private static final int RENEWALS = 3;

  private final GuardedLoop loop;
  private final KernelAddresses kernel;
  private final Holdings holdings;
  private final Supplier<LinkTable> table;
  private final BooleanSupplier heartbeatTurns;
  private final boolean passive;
  private Future<?> next = CompletableFuture.completedFuture(null);
  private boolean closed;

  Leases(
      GuardedLoop loop,
      KernelAddresses kernel,
      Holdings holdings,
      Supplier<LinkTable> table,
      BooleanSupplier heartbeatTurns,
      boolean passive) {
    this.loop = loop;
    this.kernel = kernel;
    this.holdings = holdings;
    this.table = table;
    this.heartbeatTurns = heartbeatTurns;
    this.passive = passive;
  }

  void close() {
    closed = true;
  }

  /** Now, and from now on. */
  void renew() {
    if (closed) {
      return;
    }
    Duration shortest = Duration.ofSeconds(Sweeping.LOOK_SECONDS);
    for (RouterSettings router : holdings.routers()) {
      Duration lease = router.lease().orElse(shortest);
      shortest = lease.compareTo(shortest) < 0 ? lease : shortest;
    }
    Map<HeldAddress, Optional<Duration>> leased = holdings.leased();
    if (!leased.isEmpty() && heartbeatTurns.getAsBoolean() && !passive) {
      kernel.apply(AddressPlanner.renew(leased, table.get().indexes()));
    }
    next.cancel(false);
    next = loop.schedule(this::renew, shortest.toNanos() / RENEWALS, TimeUnit.NANOSECONDS);
  }

  /** Other settings for an Active router: what was held for a time only may be held for good. */
  void changed(RouterSettings before, RouterSettings now) {
    if (before.lease().isPresent() && now.lease().isEmpty() && !passive) {
      Map<HeldAddress, Optional<Duration>> lasting = new LinkedHashMap<>();
      now.addresses().forEach(held -> lasting.put(held, Optional.empty()));
      kernel.apply(AddressPlanner.renew(lasting, table.get().indexes()));
    }
  }
}
