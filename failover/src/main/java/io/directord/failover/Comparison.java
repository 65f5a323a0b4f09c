package io.directord.failover;

import io.directord.failover.vrrp.Role;
import java.util.Optional;

/**
 * What a router that only looks on would be, against what this node is. Takeovers make the two
 * differ for a moment; a difference that outlasts one is a disagreement. Immutable; pure.
 *
 * @param does Active or Backup; of {@code would} too it only counts whether that is Active
 * @param sinceNanos the two have been alike, or have differed in this way
 * @param disagrees for longer than a takeover takes
 */
record Comparison(Role would, Role does, long sinceNanos, boolean disagrees) {

  static Comparison of(
      Optional<Comparison> before, Role would, Role does, long graceNanos, long nowNanos) {
    boolean differs = (would == Role.ACTIVE) != (does == Role.ACTIVE);
    boolean goesOn =
        before
            .filter(known -> known.differs() == differs && (!differs || known.does() == does))
            .isPresent();
    long since = goesOn ? before.get().sinceNanos() : nowNanos;
    boolean known = goesOn && before.get().disagrees();
    return new Comparison(
        would, does, since, differs && (known || nowNanos - since - graceNanos > 0));
  }

  boolean differs() {
    return (would == Role.ACTIVE) != (does == Role.ACTIVE);
  }
}
