package io.directord.director.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the operator asked for, checked as a whole and ready to use. Two readings of the same text
 * are equal.
 *
 * @param maintenanceDirectory whose files take servers out of service
 * @param reloadGuardPercent of the servers in service that a reload may take out of it; zero: any
 * @param checks the reusable checks by name; every real server already carries its own
 * @param checksInFlight probes of health checks under way at the same time, at most
 */
public record DirectorConfig(
    String node,
    List<RouterConfig> routers,
    List<RouterGroup> routerGroups,
    List<NamedCheck> checks,
    List<VirtualService> services,
    IpvsConfig ipvs,
    HostConfig host,
    SelfDoubtConfig selfDoubt,
    ArpWatchConfig arpWatch,
    PeerConfig peer,
    Optional<Path> maintenanceDirectory,
    int reloadGuardPercent,
    List<HookConfig> hooks,
    int checksInFlight,
    ControlConfig control,
    HttpConfig http) {
  public static final int RELOAD_GUARD_PERCENT = 50;

  public DirectorConfig {
    routers = List.copyOf(routers);
    routerGroups = List.copyOf(routerGroups);
    checks = List.copyOf(checks);
    services = List.copyOf(services);
    hooks = List.copyOf(hooks);
    if (node.isBlank()) {
      throw new IllegalArgumentException("node must not be empty");
    }
  }

  DirectorConfig withChecks(List<NamedCheck> others) {
    return new DirectorConfig(
        node,
        routers,
        routerGroups,
        others,
        services,
        ipvs,
        host,
        selfDoubt,
        arpWatch,
        peer,
        maintenanceDirectory,
        reloadGuardPercent,
        hooks,
        checksInFlight,
        control,
        http);
  }

  /** The same with other services. */
  public DirectorConfig withServices(List<VirtualService> others) {
    return new DirectorConfig(
        node,
        routers,
        routerGroups,
        checks,
        others,
        ipvs,
        host,
        selfDoubt,
        arpWatch,
        peer,
        maintenanceDirectory,
        reloadGuardPercent,
        hooks,
        checksInFlight,
        control,
        http);
  }
}
