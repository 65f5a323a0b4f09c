package io.directord.director.pair;

import io.directord.director.config.DirectorConfig;
import io.directord.director.config.Track;
import io.directord.failover.track.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Says what virtual routers track in the words of failover. Pure. */
final class PairTracks {
  private PairTracks() {}

  static Map<String, List<io.directord.failover.track.Track>> of(DirectorConfig config) {
    Map<String, List<io.directord.failover.track.Track>> tracks = new LinkedHashMap<>();
    config
        .routers()
        .forEach(router ->
            tracks.put(router.name(), router.track().stream().map(PairTracks::of).toList()));
    return tracks;
  }

  /** What tracks add to a priority, and why: a sentence for the log. */
  static String text(Verdict verdict) {
    String each =
        verdict.statuses().stream()
            .filter(status -> status.adds() != 0)
            .map(status -> status.track().name() + " " + status.evidence())
            .collect(Collectors.joining(", "));
    return "tracks add "
        + verdict.priorityDelta()
        + " to the priority"
        + (each.isEmpty() ? "" : ": " + each);
  }

  private static io.directord.failover.track.Track of(Track track) {
    return switch (track) {
      case Track.Interface(var name, var weight, var up, var down) ->
          new io.directord.failover.track.Track.Interface(
              name, weight, up.toNanos(), down.toNanos());
      case Track.Script(var command, var pace, var weight) ->
          new io.directord.failover.track.Track.Script(command, of(pace), weight);
      case Track.File(var path, var pace, var weight) ->
          new io.directord.failover.track.Track.File(path, of(pace), weight);
      case Track.RunningProcess(var name, var pace, var weight) ->
          new io.directord.failover.track.Track.RunningProcess(name, of(pace), weight);
      case Track.Service(var name, var weight) ->
          new io.directord.failover.track.Track.Service(name, weight);
      case Track.Gateway(var address, var pace, var weight) ->
          new io.directord.failover.track.Track.Gateway(address, of(pace), weight);
    };
  }

  private static io.directord.failover.track.Track.Pace of(Track.Pace pace) {
    return new io.directord.failover.track.Track.Pace(
        pace.interval().toNanos(), pace.timeout().toNanos(), pace.rise(), pace.fall());
  }
}
