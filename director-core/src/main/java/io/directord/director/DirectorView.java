package io.directord.director;

import io.directord.director.config.DirectorConfig;
import io.directord.director.config.RealServer;
import io.directord.director.config.VirtualService;
import io.directord.director.peer.Now;
import io.directord.director.reconcile.OperatorOverride;
import io.directord.director.reconcile.Opinion;
import io.directord.director.reconcile.Round;
import io.directord.director.reconcile.Verdicts;
import io.directord.failover.RoutersView;
import io.directord.failover.arp.ArpView;
import io.directord.health.Target;
import io.directord.kernel.ipvs.IpvsTable;
import io.directord.kernel.ipvs.ObservedServer;
import io.directord.kernel.ipvs.ObservedService;
import io.directord.kernel.ipvs.ServiceKey;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Everything that can be seen of the director at one moment; immutable.
 *
 * @param round absent before the kernel was looked at for the first time
 * @param table read last, for counters; may be younger than the round's
 * @param checkSince since when a target is up, or down
 * @param selfDoubt why this node suspects itself, while it does
 * @param serverSince since when a server is in its state, by {@code SERVICE/SERVER}
 */
public record DirectorView(
    DirectorConfig config,
    Path file,
    boolean shadow,
    int generation,
    Instant loadedAt,
    LastReload lastReload,
    Optional<Round> round,
    IpvsTable table,
    Verdicts verdicts,
    Map<Target, Instant> checkSince,
    Optional<String> selfDoubt,
    Map<String, OperatorOverride> overrides,
    Map<String, Instant> serverSince,
    RoutersView routers,
    ArpView arp,
    Instant startedAt) {

  /**
   * What the kernel has of one server, summed over its service's addresses.
   *
   * @param weight absent when the kernel has it nowhere
   */
  public record Held(long active, long inactive, OptionalInt weight) {}

  public Held held(VirtualService service, RealServer server) {
    long active = 0;
    long inactive = 0;
    OptionalInt weight = OptionalInt.empty();
    for (ServiceKey key : service.keys()) {
      ObservedService found = table.services().get(key);
      ObservedServer held = found == null ? null : found.servers().get(server.keyFor(key));
      if (held != null) {
        active += held.activeConnections();
        inactive += held.inactiveConnections();
        weight = OptionalInt.of(held.spec().weight());
      }
    }
    return new Held(active, inactive, weight);
  }

  /** Whether every probe has spoken and the kernel is in step. */
  public boolean ready() {
    boolean spoken =
        config.services().stream()
            .allMatch(service ->
                service.servers().stream()
                    .allMatch(
                        server -> verdicts.of(service, server).answer() != Opinion.Answer.UNKNOWN));
    return spoken && inStep();
  }

  private boolean inStep() {
    return round.map(now -> now.inStep() || (shadow && now.failure().isEmpty())).orElse(false);
  }

  /** What other directors are told of. */
  public Now told() {
    return new Now(config, generation, inStep(), verdicts, routers);
  }
}
