package io.directord.director;

import io.directord.director.config.ConfigResult;
import io.directord.director.config.DirectorConfig;
import io.directord.director.config.Problem;
import io.directord.director.config.RouterConfig;
import io.directord.director.config.Track;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Whether this host has the interfaces that a configuration names. Pure. */
final class Interfaces {
  private Interfaces() {}

  /** One sentence for each place that names an interface which is not there. */
  static List<String> missing(DirectorConfig config, Set<String> present) {
    List<String> missing = new ArrayList<>();
    for (RouterConfig router : config.routers()) {
      String place = "virtual router \"" + router.name() + "\"";
      check(place, router.interfaceName(), present, missing);
      router
          .addresses()
          .forEach(address ->
              address
                  .device()
                  .ifPresent(name -> check(place + ", addresses", name, present, missing)));
      for (Track track : router.track()) {
        if (track instanceof Track.Interface(String name, _)) {
          check(place + ", track", name, present, missing);
        }
      }
    }
    config
        .ipvs()
        .sync()
        .ifPresent(sync -> check("ipvs.sync", sync.interfaceName(), present, missing));
    return missing;
  }

  /** A reading that is valid here only when nothing is missing. */
  static ConfigResult require(ConfigResult read, Set<String> present) {
    if (!(read instanceof ConfigResult.Valid(var config, _))) {
      return read;
    }
    List<Problem> problems =
        missing(config, present).stream()
            .map(sentence -> new Problem("this host", 0, "interface", sentence))
            .toList();
    return problems.isEmpty() ? read : new ConfigResult.Invalid(problems);
  }

  private static void check(String place, String name, Set<String> present, List<String> missing) {
    if (!present.contains(name)) {
      missing.add(
          place
              + ": no interface \""
              + name
              + "\" on this host; there are: "
              + String.join(", ", new TreeSet<>(present)));
    }
  }
}
