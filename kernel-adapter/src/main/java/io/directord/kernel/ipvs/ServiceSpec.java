package io.directord.kernel.ipvs;

import java.util.Optional;
import java.util.Set;

/**
 * What is configured about a virtual service, apart from its servers.
 *
 * @param onePacket schedules each UDP datagram by itself ({@code ipvsadm -o})
 */
public record ServiceSpec(
    String scheduler,
    Set<SchedulerFlag> flags,
    Optional<Persistence> persistence,
    boolean onePacket) {
  /** {@code IP_VS_SCHEDNAME_MAXLEN} with its closing NUL, {@code linux/ip_vs.h}. */
  public static final int SCHEDULER_BYTES_MAX = 15;

  public ServiceSpec {
    if (scheduler.isEmpty() || scheduler.length() > SCHEDULER_BYTES_MAX) {
      throw new IllegalArgumentException(
          "scheduler must have 1..15 characters, found \"" + scheduler + "\"");
    }
    flags = Set.copyOf(flags);
  }

  public static ServiceSpec of(String scheduler) {
    return new ServiceSpec(scheduler, Set.of(), Optional.empty(), false);
  }
}
