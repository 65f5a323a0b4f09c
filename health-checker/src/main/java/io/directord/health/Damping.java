package io.directord.health;

import java.util.ArrayList;
import java.util.List;

/**
 * Holds a target down that changes its verdict too often, until it has been up for long enough.
 * Comes after {@link Health}, which judges as if nothing was held. Pure.
 *
 * @param changesNanos when the verdict last changed, oldest first; at most {@link Flap#changes}
 * @param held whether it counts as down whatever its probes say
 * @param upSinceNanos while held: since when the probes have said up
 */
record Damping(List<Long> changesNanos, boolean held, long upSinceNanos) {
  static final Damping CALM = new Damping(List.of(), false, 0);

  Damping {
    changesNanos = List.copyOf(changesNanos);
  }

  /**
   * The answer to one outcome.
   *
   * @param state what is told of the target
   * @param changed whether that is new
   * @param news worth telling: also what changes behind a state that is held
   */
  record Step(Damping next, Health.State state, boolean changed, boolean news, String because) {
    /** As it was judged. */
    static Step through(Damping next, Health.Step judged) {
      boolean changed = judged.changed();
      return new Step(next, judged.next().state(), changed, changed, judged.because());
    }

    private static Step held(Damping next, Health.Step judged, String reason) {
      String because = judged.because() + reason;
      return new Step(next, Health.State.DOWN, false, judged.changed(), because);
    }
  }

  /**
   * @param before what the judgement changed, if it changed anything
   */
  Step after(Health before, Health.Step judged, Flap flap, long nowNanos) {
    // The first verdict of all is no change of one.
    boolean change = judged.changed() && before.state() != Health.State.UNKNOWN;
    List<Long> changes = change ? with(nowNanos, flap) : changesNanos;
    boolean up = judged.next().state() == Health.State.UP;
    if (held) {
      if (!up) {
        return Step.held(new Damping(changes, true, nowNanos), judged, "");
      }
      // Our own trouble leaves everything as it is, and is no success that could end this.
      boolean good = judged.next().failures() == 0 && !judged.next().equals(before);
      Damping next = new Damping(changes, true, change ? nowNanos : upSinceNanos);
      return next.heldUp(good, judged, flap, nowNanos);
    }
    if (change && up && isTooMany(changes, flap, nowNanos)) {
      String reason = reason(flap, flap.hold().toNanos());
      return Step.held(new Damping(changes, true, nowNanos), judged, reason);
    }
    return Step.through(change ? new Damping(changes, false, 0) : this, judged);
  }

  private Step heldUp(boolean good, Health.Step judged, Flap flap, long nowNanos) {
    long missing = upSinceNanos + flap.hold().toNanos() - nowNanos;
    if (missing > 0 || !good) {
      return Step.held(this, judged, reason(flap, missing));
    }
    // What it did before counts no more: else its next fall would be held as well.
    String steady = "; steadily up for " + Nanos.configured(flap.hold().toNanos());
    return new Step(CALM, Health.State.UP, true, true, judged.because() + steady);
  }

  private List<Long> with(long nowNanos, Flap flap) {
    List<Long> changes = new ArrayList<>(changesNanos);
    changes.add(nowNanos);
    return changes.size() > flap.changes() ? changes.subList(1, changes.size()) : changes;
  }

  private static boolean isTooMany(List<Long> changes, Flap flap, long nowNanos) {
    return changes.size() == flap.changes()
        && nowNanos - changes.getFirst() <= flap.within().toNanos();
  }

  private static String reason(Flap flap, long missingNanos) {
    String more =
        missingNanos > 0 ? Nanos.remaining(missingNanos) + " more" : "waiting for a success";
    return "; up again, but changed "
        + flap.changes()
        + " times within "
        + Nanos.configured(flap.within().toNanos())
        + ": held down until steadily up for "
        + Nanos.configured(flap.hold().toNanos())
        + " ("
        + more
        + ")";
  }
}
