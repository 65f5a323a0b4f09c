package io.directord.director.reconcile;

import io.directord.kernel.ipvs.ServerKey;
import io.directord.kernel.ipvs.ServiceKey;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * What one decision must remember for the next; nothing in it is about the kernel.
 *
 * @param draining since when a server that nobody wants any more has weight 0
 * @param quorumHeld by service name
 * @param panicking names of services that use all their servers
 * @param slowStarts who is to climb to its weight, or does
 * @param drainTimeouts of every service that is configured or still in the kernel
 * @param serverDrainTimeouts of such servers as have another than their service
 */
public record Memory(
    Map<ServerId, Long> draining,
    Map<String, Boolean> quorumHeld,
    Set<String> panicking,
    SlowStarts.State slowStarts,
    Map<ServiceKey, Duration> drainTimeouts,
    Map<ServerId, Duration> serverDrainTimeouts) {
  public static final Memory NONE =
      new Memory(Map.of(), Map.of(), Set.of(), SlowStarts.State.NONE, Map.of(), Map.of());

  /** One server in one service of the kernel. */
  public record ServerId(ServiceKey service, ServerKey server) {}

  public Memory {
    draining = Map.copyOf(draining);
    quorumHeld = Map.copyOf(quorumHeld);
    panicking = Set.copyOf(panicking);
    drainTimeouts = Map.copyOf(drainTimeouts);
    serverDrainTimeouts = Map.copyOf(serverDrainTimeouts);
  }

  /** How long a server of this service may take, when the service's own word is the given one. */
  Duration drainTimeout(ServerId server, Duration ofService) {
    return serverDrainTimeouts.getOrDefault(server, ofService);
  }
}
