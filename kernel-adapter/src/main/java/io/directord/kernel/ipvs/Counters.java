package io.directord.kernel.ipvs;

/** What the kernel counted, and its estimate per second ({@code IPVS_STATS_ATTR_*}). */
public record Counters(
    long connections,
    long incomingPackets,
    long outgoingPackets,
    long incomingBytes,
    long outgoingBytes,
    long connectionsPerSecond,
    long incomingPacketsPerSecond,
    long outgoingPacketsPerSecond,
    long incomingBytesPerSecond,
    long outgoingBytesPerSecond) {
  public static final Counters ZERO = new Counters(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
}
