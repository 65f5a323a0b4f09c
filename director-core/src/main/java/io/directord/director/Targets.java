package io.directord.director;

import io.directord.director.config.DirectorConfig;
import io.directord.director.config.NamedCheck;
import io.directord.director.config.RealServer;
import io.directord.director.config.VirtualService;
import io.directord.health.Check;
import io.directord.health.Target;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What a configuration has probed. Pure. */
final class Targets {
  /** More are left out of the words for a target. */
  private static final int SERVERS_NAMED_MAX = 8;

  private Targets() {}

  /**
   * What a target is called.
   *
   * @param servers {@code SERVICE/SERVER}, with commas
   */
  record Names(String check, String servers) {
    static final Names NONE = new Names("", "");
  }

  /** The names of each target: of its first check, and of the servers it stands for. */
  static Map<Target, Names> names(DirectorConfig config) {
    Map<Target, String> checks = new HashMap<>();
    Map<Target, Set<String>> servers = new HashMap<>();
    for (VirtualService service : config.services()) {
      for (RealServer server : service.servers()) {
        for (NamedCheck check : server.checks()) {
          Target target = check.target(server.address(), server.port().orElse(service.port()));
          checks.putIfAbsent(target, check.name());
          servers
              .computeIfAbsent(target, _ -> new LinkedHashSet<>())
              .add(service.name() + "/" + server.name());
        }
      }
    }
    Map<Target, Names> names = HashMap.newHashMap(checks.size());
    checks.forEach((target, check) -> {
      List<String> some =
          servers.getOrDefault(target, Set.of()).stream().limit(SERVERS_NAMED_MAX).toList();
      names.put(target, new Names(check, String.join(",", some)));
    });
    return names;
  }

  /** Everything that is probed on the wire. */
  static Set<Target> of(DirectorConfig config) {
    return services(config).keySet();
  }

  /** The same, with the names of the services that each is probed for. */
  static Map<Target, Set<String>> services(DirectorConfig config) {
    Map<Target, Set<String>> targets = new LinkedHashMap<>();
    for (VirtualService service : config.services()) {
      for (RealServer server : service.servers()) {
        for (Target target : server.targets(service.port())) {
          if (!(target.check() instanceof Check.Fixed)) {
            targets.merge(target, Set.of(service.name()), Targets::both);
          }
        }
      }
    }
    return targets;
  }

  private static Set<String> both(Set<String> some, Set<String> others) {
    Set<String> all = new TreeSet<>(some);
    all.addAll(others);
    return all;
  }
}
