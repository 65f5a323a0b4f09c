package io.directord.director.peer;

import io.directord.director.config.DirectorConfig;
import io.directord.director.config.NamedCheck;
import io.directord.director.reconcile.Verdicts;
import io.directord.failover.RoutersView;
import io.directord.failover.peer.Digest;
import io.directord.failover.peer.NameHash;
import io.directord.failover.peer.Report;
import io.directord.failover.peer.Report.RouterRole;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * This node as it is told to others, from the director's view; digests are made anew only where
 * something has changed. Confined to the peers' loop.
 */
final class OwnState {
  /** Checks of a pair do not run at the same time. */
  private static final int SETTLE_INTERVALS = 3;

  private static final long SETTLE_NANOS_MIN = TimeUnit.SECONDS.toNanos(10);
  private static final long SETTLE_NANOS_MAX = TimeUnit.MINUTES.toNanos(5);

  private final String version;
  private @Nullable DirectorConfig config;
  private @Nullable Verdicts verdicts;
  private boolean begun;
  private Digest digest = Digest.NONE;
  private long configuredNanos;
  private boolean asStarted = true;
  private OwnHealth health = OwnHealth.NONE;
  private long settleNanos = SETTLE_NANOS_MIN;

  OwnState(String version) {
    this.version = version;
  }

  @SuppressWarnings("ReferenceEquality") // the same object holds the same, and that is quick
  Own look(Now view, long nowNanos) {
    if (view.config() != config) {
      configure(view.config(), nowNanos);
      verdicts = null;
    }
    if (view.verdicts() != verdicts) {
      verdicts = view.verdicts();
      health = OwnHealth.of(view.config(), view.verdicts());
    }
    return new Own(
        view.config().node(),
        version,
        view.inStep() && health.spoken(),
        digest,
        configuredNanos,
        asStarted,
        view.generation(),
        health,
        settleNanos);
  }

  private void configure(DirectorConfig taken, long nowNanos) {
    Digest now = SharedConfiguration.digest(taken);
    if (!now.equals(digest)) {
      digest = now;
      configuredNanos = nowNanos;
      asStarted = !begun;
    }
    begun = true;
    config = taken;
    long slowest =
        taken.services().stream()
            .flatMap(service -> service.servers().stream())
            .flatMap(server -> server.checks().stream())
            .mapToLong(OwnState::intervalNanos)
            .max()
            .orElse(0);
    settleNanos = Math.clamp(SETTLE_INTERVALS * slowest, SETTLE_NANOS_MIN, SETTLE_NANOS_MAX);
  }

  private static long intervalNanos(NamedCheck check) {
    return check.timing().interval().toNanos();
  }

  static Report report(Own own, RoutersView routers, long nowNanos) {
    List<RouterRole> roles =
        routers.routers().stream()
            .map(router -> new RouterRole(NameHash.of(router.name()), router.role()))
            .toList();
    return new Report(
        own.node(),
        own.version(),
        own.ready(),
        own.configuration(),
        TimeUnit.NANOSECONDS.toSeconds(nowNanos - own.configuredNanos()),
        own.asStarted(),
        own.generation(),
        own.health().digest(),
        own.health().up(),
        own.health().servers(),
        roles,
        own.health().told(),
        own.health().services().size());
  }
}
