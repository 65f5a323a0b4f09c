package io.directord.failover.track;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What tracks do to a virtual router's priority. Pure. */
public final class Priorities {
  /** Of the router that owns the addresses, RFC 9568 section 5.2.4. */
  private static final int OWNER = 255;

  /** The least a router that takes part has; 0 says that it resigns. */
  private static final int MIN = 1;

  private static final int MAX = 254;

  /** A single track cannot turn more than the whole range; at its lower end stands a fault. */
  private static final int ADDS_MAX = 254;

  private Priorities() {}

  /** The priority in force. An owner's never changes. */
  public static int effective(int base, int priorityDelta) {
    return base == OWNER ? OWNER : Math.clamp((long) base + priorityDelta, MIN, MAX);
  }

  static Verdict verdict(List<TrackStatus> statuses) {
    int delta = statuses.stream().mapToInt(TrackStatus::adds).sum();
    String because =
        statuses.stream()
            .filter(TrackStatus::fault)
            .map(status -> status.track().name() + ": " + status.evidence())
            .collect(Collectors.joining("; "));
    return new Verdict(
        delta, because.isEmpty() ? Optional.empty() : Optional.of(because), statuses);
  }

  static TrackStatus status(Track track, TrackState state) {
    int adds = adds(track, state);
    boolean fault =
        state.standing() == Standing.FAILING && (track.weight() == 0 || adds == -ADDS_MAX);
    return new TrackStatus(
        track, state.standing(), state.sinceNanos(), state.evidence(), fault ? 0 : adds, fault);
  }

  private static int adds(Track track, TrackState state) {
    if (track instanceof Track.File) {
      return Math.clamp((long) state.number() * track.weight(), -ADDS_MAX, ADDS_MAX);
    }
    return switch (state.standing()) {
      case UNKNOWN -> 0;
      case PASSING -> Math.max(0, track.weight());
      case FAILING -> Math.min(0, track.weight());
    };
  }
}
