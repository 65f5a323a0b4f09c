package io.directord.director.reconcile;

import io.directord.kernel.ipvs.ServerKey;
import io.directord.kernel.ipvs.ServiceKey;
import java.time.Duration;
import java.util.Map;

/**
 * What one decision must remember for the next; nothing in it is about the kernel.
 *
 * @param draining since when a server that nobody wants any more has weight 0
 * @param quorumHeld by service name
 * @param drainTimeouts of every service ever configured, for when it is no longer
 */
public record Memory(
    Map<ServerId, Long> draining,
    Map<String, Boolean> quorumHeld,
    Map<ServiceKey, Duration> drainTimeouts) {
  public static final Memory NONE = new Memory(Map.of(), Map.of(), Map.of());

  /** One server in one service of the kernel. */
  public record ServerId(ServiceKey service, ServerKey server) {}

  public Memory {
    draining = Map.copyOf(draining);
    quorumHeld = Map.copyOf(quorumHeld);
    drainTimeouts = Map.copyOf(drainTimeouts);
  }
}
