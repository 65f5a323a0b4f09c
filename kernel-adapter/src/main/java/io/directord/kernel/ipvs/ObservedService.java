package io.directord.kernel.ipvs;

import java.util.Map;

/** A virtual service as the kernel holds it, with its servers in the kernel's order. */
public record ObservedService(
    ServiceSpec spec, Counters counters, Map<ServerKey, ObservedServer> servers) {}
