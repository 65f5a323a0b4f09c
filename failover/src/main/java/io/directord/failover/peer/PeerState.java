package io.directord.failover.peer;

import java.net.InetAddress;

/**
 * Another director, as it was last believed.
 *
 * @param silent nothing was believed for three of its intervals
 * @param deaf though it is heard: it does not hear us
 * @param provenNanos when what it said was believed
 */
public record PeerState(
    Report report, InetAddress from, boolean silent, boolean deaf, long provenNanos) {}
