package io.directord.failover.track;

/** A thing that is watched, by one router or by several. Owned by the trackers' executor. */
sealed interface Watch permits PacedWatch, HeardWatch {
  TrackState state();

  void stop();
}
