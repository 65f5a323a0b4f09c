package io.directord.failover;

import io.directord.failover.FailoverEvent.SplitBrainBegan;
import io.directord.failover.FailoverEvent.SplitBrainEnded;
import io.directord.failover.vrrp.Role;
import io.directord.failover.wire.Reception;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Notices that another router is Active while we are, and when that is over. Confined to the
 * heartbeat.
 */
final class Rivals {
  private final AddressKeeper keeper;
  private final Bulletin bulletin;
  private final InstantSource clock;
  private final boolean passive;

  Rivals(AddressKeeper keeper, Bulletin bulletin, InstantSource clock, boolean passive) {
    this.keeper = keeper;
    this.bulletin = bulletin;
    this.clock = clock;
    this.passive = passive;
  }

  /** An Active router of ours heard another one, which then must have heard us. */
  void rival(VirtualRouter router, Reception.Accepted accepted, long now) {
    if (passive) {
      return;
    }
    Instant at = clock.instant();
    boolean before = router.split().filter(SplitBrain::established).isPresent();
    long interval =
        Math.max(router.settings().interval().toNanos(), accepted.advertisement().intervalNanos());
    SplitBrain split = SplitBrain.heard(router.split(), accepted.from(), interval, now);
    router.split(Optional.of(split), at);
    if (split.established() && !before) {
      bulletin.changed();
      router.counters().splits.increment();
      bulletin.tell(
          new SplitBrainBegan(router.name(), accepted.from(), accepted.advertisement().priority()));
    }
  }

  /** Ends what has been silent for long enough. */
  void silent(VirtualRouter router, Role role, long now) {
    router
        .split()
        .filter(split -> split.over(now))
        .ifPresent(split -> endSplit(router, split, role));
  }

  void endSplit(VirtualRouter router, SplitBrain split, Role role) {
    router.split(Optional.empty(), Instant.EPOCH);
    if (split.established()) {
      bulletin.changed();
      long lasted = split.lastNanos() - split.firstNanos();
      router.counters().splitNanos.add(lasted);
      bulletin.tell(new SplitBrainEnded(router.name(), split.from(), lasted));
      if (!passive && role == Role.ACTIVE) {
        keeper.announceAgain(router.name());
      }
    }
  }
}
