package io.directord.director.reconcile;

import io.directord.director.reconcile.Memory.ServerId;
import io.directord.kernel.ipvs.ObservedServer;
import io.directord.kernel.ipvs.ServerKey;
import io.directord.kernel.ipvs.ServerSpec;
import io.directord.kernel.ipvs.ServiceKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Lets servers that nobody wants any more finish: weight 0 first, gone when their active
 * connections have ended or their time is over. Lives for one decision.
 */
final class Drains {
  /** Handshakes that were under way when the weight became 0 need this long to count as active. */
  static final Duration SETTLE = Duration.ofSeconds(2);

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  private final Map<ServerId, Long> before;
  private final Map<ServerId, Long> begun = new HashMap<>();
  private final long nowNanos;
  private OptionalLong nextLookNanos = OptionalLong.empty();

  Drains(Memory memory, long nowNanos) {
    this.before = memory.draining();
    this.nowNanos = nowNanos;
  }

  /** How the server should stand in the kernel; empty once it may go. */
  Optional<ServerSpec> drain(
      ServiceKey service, ServerKey server, ObservedServer held, Duration timeout) {
    ServerId id = new ServerId(service, server);
    long since = before.getOrDefault(id, nowNanos);
    long passed = nowNanos - since;
    boolean idle = held.activeConnections() == 0 && passed >= SETTLE.toNanos();
    if (idle || passed >= timeout.toNanos()) {
      return Optional.empty();
    }
    begun.put(id, since);
    long left = Math.min(LOOK_AGAIN.toNanos(), timeout.toNanos() - passed);
    long look = nowNanos + left;
    if (nextLookNanos.isEmpty() || look - nextLookNanos.getAsLong() < 0) {
      nextLookNanos = OptionalLong.of(look);
    }
    return Optional.of(held.spec().withWeight(0));
  }

  Map<ServerId, Long> begun() {
    return begun;
  }

  OptionalLong nextLookNanos() {
    return nextLookNanos;
  }
}
