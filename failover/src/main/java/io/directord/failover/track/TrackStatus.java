package io.directord.failover.track;

/**
 * How a track of one virtual router stands.
 *
 * @param sinceNanos when the standing became what it is, on the clock of the trackers' executor
 * @param evidence one sentence: {@code exit status 3}, {@code no carrier}
 * @param adds to the priority, now
 * @param fault the router takes no part because of it
 */
public record TrackStatus(
    Track track, Standing standing, long sinceNanos, String evidence, int adds, boolean fault) {}
