package io.directord.director.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.directord.health.HealthChecker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the whole of {@code director}, section by section, and then what must hold between them.
 */
final class DirectorReader {
  private final Section director;
  private final String hostName;

  DirectorReader(Section director, String hostName) {
    this.director = director;
    this.hostName = hostName;
  }

  /** Empty when anything was wrong. */
  Optional<DirectorConfig> read() {
    director.unknownKeys(Keys.DIRECTOR);
    String node = director.text("node").orElse(hostName);
    if (director.has("node")) {
      Names.complaint(node).ifPresent(why -> director.error("node", "node " + why));
    }
    List<RoutersTogether.Placed> routers = routers();
    List<RouterGroup> groups = groups();
    CheckReader checks = new CheckReader();
    director.named("health-checks", "health check", Limits.SERVICES_MAX).forEach(checks::define);
    List<TableRules.Placed> services = services(checks);
    TableRules.checkAccepted(services, routers);
    RoutersTogether.checkTracks(routers, names("virtual-services"));
    boolean hasRouters = !names("virtual-routers").isEmpty();
    IpvsConfig ipvs =
        director
            .section("ipvs")
            .map(section -> SettingsReader.ipvs(section, hasRouters))
            .orElse(IpvsConfig.DEFAULT);
    RoutersTogether.warnOfUnsynced(routers, ipvs.sync().isPresent());
    TableRules.checkSync(services, ipvs.sync().isPresent());
    HostConfig host = director.section("host").map(HostReader::read).orElse(HostConfig.DEFAULT);
    SelfDoubtConfig selfDoubt =
        director.section("self-doubt").map(SelfDoubtConfig::read).orElse(SelfDoubtConfig.DEFAULT);
    ArpWatchConfig arpWatch =
        director.section("arp-watch").map(ArpWatchConfig::read).orElse(ArpWatchConfig.DEFAULT);
    PeerConfig peer = peer(hasRouters);
    Optional<Path> maintenance = SettingsReader.directory(director, "maintenance-directory");
    int reloadGuard = director.percent("reload-guard", 0, 100, DirectorConfig.RELOAD_GUARD_PERCENT);
    List<HookConfig> hooks = hooks();
    int checksInFlight =
        director.integer(
            "checks-in-flight",
            Limits.CHECKS_IN_FLIGHT_MIN,
            Limits.CHECKS_IN_FLIGHT_MAX,
            HealthChecker.IN_FLIGHT_MAX);
    Optional<ControlConfig> control =
        director.has("control")
            ? director.section("control").flatMap(SettingsReader::control)
            : Optional.of(ControlConfig.DEFAULT);
    Optional<HttpConfig> http =
        director.has("http")
            ? director.section("http").flatMap(SettingsReader::http)
            : Optional.of(HttpConfig.DEFAULT);
    List<RouterConfig> routerList = routers.stream().map(RoutersTogether.Placed::router).toList();
    if (!director.clean() || control.isEmpty() || http.isEmpty()) {
      return Optional.empty();
    }
    TableRules.warnOfUnheld(services, routerList);
    return director.build(() ->
        new DirectorConfig(
            node,
            routerList,
            groups,
            checks.defined(),
            services.stream().map(TableRules.Placed::service).toList(),
            ipvs,
            host,
            selfDoubt,
            arpWatch,
            peer,
            maintenance,
            reloadGuard,
            hooks,
            checksInFlight,
            control.get(),
            http.get()));
  }

  private PeerConfig peer(boolean hasRouters) {
    return director
        .section("peer")
        .map(section -> PeerConfig.read(section, hasRouters))
        .orElse(PeerConfig.DEFAULT);
  }

  private List<HookConfig> hooks() {
    List<HookConfig> hooks = new ArrayList<>();
    for (Section section : director.named("event-hooks", "hook", Limits.HOOKS_MAX)) {
      HookReader.read(section).ifPresent(hooks::add);
    }
    return hooks;
  }

  private List<RoutersTogether.Placed> routers() {
    List<RoutersTogether.Placed> routers = new ArrayList<>();
    for (Section section :
        director.named("virtual-routers", "virtual router", Limits.ROUTERS_MAX)) {
      RouterReader.read(section)
          .ifPresent(router -> routers.add(new RoutersTogether.Placed(router, section)));
    }
    RoutersTogether.check(routers);
    return routers;
  }

  private List<RouterGroup> groups() {
    Optional<Section> section = director.section("router-groups").map(Section::silent);
    if (section.isEmpty()) {
      return List.of();
    }
    List<RouterGroup> groups = new ArrayList<>();
    for (String name : section.get().keys().stream().sorted().toList()) {
      Names.complaint(name).ifPresent(why -> section.get().error(name, "group " + why));
      List<String> members = new ArrayList<>();
      for (ConfigValue value : section.get().list(name, Limits.ROUTERS_MAX)) {
        members.add(Values.text(value).orElseGet(() -> Values.describe(value)));
      }
      groups.add(new RouterGroup(name, members));
    }
    RoutersTogether.checkGroups(section.get(), groups, names("virtual-routers"));
    return groups;
  }

  private List<TableRules.Placed> services(CheckReader checks) {
    ServiceReader reader = new ServiceReader(checks);
    List<TableRules.Placed> services = new ArrayList<>();
    for (Section section :
        director.named("virtual-services", "virtual service", Limits.SERVICES_MAX)) {
      reader
          .read(section)
          .ifPresent(service -> services.add(new TableRules.Placed(service, section)));
    }
    TableRules.check(director, services);
    MarkedRules.check(services);
    return services;
  }

  /** Also of entries that are wrong: naming one of them is no second mistake. */
  private Set<String> names(String key) {
    return director
        .value(key)
        .filter(ConfigObject.class::isInstance)
        .map(value -> (Set<String>) new HashSet<>(((ConfigObject) value).keySet()))
        .orElse(Set.of());
  }
}
