package io.directord.failover.track;

import java.util.List;
import java.util.Optional;

/**
 * What all tracks of a virtual router together mean for it.
 *
 * @param priorityDelta to be added to its priority, see {@link Priorities#effective}
 * @param faultBecause why it takes no part, one sentence
 * @param statuses in the order of its tracks
 */
public record Verdict(
    int priorityDelta, Optional<String> faultBecause, List<TrackStatus> statuses) {
  public Verdict {
    statuses = List.copyOf(statuses);
  }

  /** Every track has been looked at. */
  public boolean complete() {
    return statuses.stream().noneMatch(status -> status.standing() == Standing.UNKNOWN);
  }
}
