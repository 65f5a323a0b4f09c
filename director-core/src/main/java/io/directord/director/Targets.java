package io.directord.director;

import io.directord.director.config.DirectorConfig;
import io.directord.director.config.RealServer;
import io.directord.director.config.VirtualService;
import io.directord.health.Check;
import io.directord.health.Target;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What a configuration has probed. Pure. */
final class Targets {
  private Targets() {}

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
