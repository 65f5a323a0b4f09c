package io.directord.director.config;

import io.directord.health.Target;
import io.directord.kernel.ipvs.ServerKey;
import io.directord.kernel.ipvs.ServerSpec;
import io.directord.kernel.ipvs.ServiceKey;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * A server of a virtual service.
 *
 * @param port absent means the port of each of the service's keys
 * @param spec with the configured weight
 * @param checks all must pass
 */
public record RealServer(
    String name,
    InetAddress address,
    OptionalInt port,
    ServerSpec spec,
    List<NamedCheck> checks,
    Duration drainTimeout) {
  /** The name of a service's server of last resort in status, logs and metrics. */
  public static final String LAST_RESORT = "last-resort";

  public static final int WEIGHT = 1;

  public RealServer {
    checks = List.copyOf(checks);
  }

  RealServer withChecks(List<NamedCheck> others) {
    return new RealServer(name, address, port, spec, others, drainTimeout);
  }

  /** The server as the kernel knows it under this key of its service. */
  public ServerKey keyFor(ServiceKey service) {
    int servicePort =
        switch (service) {
          case ServiceKey.Address(_, _, int number) -> number;
          case ServiceKey.FirewallMark _ -> 0;
        };
    return new ServerKey(address, port.orElse(servicePort));
  }

  /**
   * What to probe, one for each check and in their order.
   *
   * @param servicePort {@link VirtualService#port}
   */
  public List<Target> targets(int servicePort) {
    List<Target> targets = new ArrayList<>(checks.size());
    for (NamedCheck check : checks) {
      targets.add(check.target(address, port.orElse(servicePort)));
    }
    return targets;
  }
}
