package io.directord.director.peer;

import io.directord.failover.peer.Digest;

/**
 * This node, as it compares itself with others.
 *
 * @param configuredNanos since when what it shares with others is in force
 * @param asStarted it is what the start had read
 * @param settleNanos for so long health may differ: checks do not run at the same time
 */
record Own(
    String node,
    String version,
    boolean ready,
    Digest configuration,
    long configuredNanos,
    boolean asStarted,
    int generation,
    OwnHealth health,
    long settleNanos) {}
