package io.directord.director;

import io.directord.director.config.ConfigResult;
import io.directord.director.config.DirectorConfig;
import io.directord.director.config.Problem;
import io.directord.director.config.RouterConfig;
import io.directord.director.config.Secrets;
import io.directord.director.config.Track;
import io.directord.director.config.VirtualAddress;
import io.directord.director.config.VirtualRoute;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Whether this host has what a configuration names: interfaces and keys. */
final class Interfaces {
  private Interfaces() {}

  /** One sentence for each place that names an interface which is not there. */
  static List<String> missing(DirectorConfig config, Set<String> there) {
    List<String> missing = new ArrayList<>();
    Set<String> present = new TreeSet<>(there); // and those that will be made
    config.routers().forEach(router -> router.holding().virtualMac().ifPresent(present::add));
    for (RouterConfig router : config.routers()) {
      String place = "virtual router \"" + router.name() + "\"";
      check(place, router.interfaceName(), present, missing);
      for (VirtualAddress address : router.addresses()) {
        address.device().ifPresent(name -> check(place + ", addresses", name, present, missing));
      }
      for (VirtualAddress address : router.holding().excludedAddresses()) {
        address
            .device()
            .ifPresent(name -> check(place + ", excluded-addresses", name, present, missing));
      }
      for (VirtualRoute route : router.holding().routes()) {
        route.device().ifPresent(name -> check(place + ", virtual-routes", name, present, missing));
      }
      router
          .wire()
          .secondInterface()
          .ifPresent(name -> check(place + ", second-interface", name, present, missing));
      for (Track track : router.track()) {
        if (track instanceof Track.Interface watched) {
          check(place + ", track", watched.name(), present, missing);
        }
      }
    }
    config
        .ipvs()
        .sync()
        .ifPresent(sync -> check("ipvs.sync", sync.interfaceName(), present, missing));
    return missing;
  }

  /** A reading that is valid here only when nothing is missing. Reads key files. */
  static ConfigResult require(ConfigResult read, Set<String> present, Secrets secrets) {
    if (!(read instanceof ConfigResult.Valid(var config, _))) {
      return read;
    }
    List<Problem> problems = new ArrayList<>(secrets.problems(config));
    missing(config, present).stream()
        .map(sentence -> new Problem("this host", 0, "interface", sentence))
        .forEach(problems::add);
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
