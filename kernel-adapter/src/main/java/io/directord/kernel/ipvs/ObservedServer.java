package io.directord.kernel.ipvs;

/** A real server as the kernel holds it. */
public record ObservedServer(
    ServerSpec spec,
    long activeConnections,
    long inactiveConnections,
    long persistentConnections,
    Counters counters) {}
