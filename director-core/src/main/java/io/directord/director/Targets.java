package io.directord.director;

import io.directord.director.config.DirectorConfig;
import io.directord.director.config.RealServer;
import io.directord.director.config.VirtualService;
import io.directord.health.Check;
import io.directord.health.Target;
import java.util.LinkedHashSet;
import java.util.Set;

/** What a configuration has probed. Pure. */
final class Targets {
  private Targets() {}

  /** Everything that is probed on the wire. */
  static Set<Target> of(DirectorConfig config) {
    Set<Target> targets = new LinkedHashSet<>();
    for (VirtualService service : config.services()) {
      for (RealServer server : service.servers()) {
        for (Target target : server.targets(service.port())) {
          if (!(target.check() instanceof Check.Fixed)) {
            targets.add(target);
          }
        }
      }
    }
    return targets;
  }
}
