package io.directord.director.reconcile;

import io.directord.kernel.ipvs.Forwarding;
import io.directord.kernel.ipvs.IpvsChange;
import io.directord.kernel.ipvs.IpvsTable;
import io.directord.kernel.ipvs.ObservedServer;
import io.directord.kernel.ipvs.ObservedService;
import io.directord.kernel.ipvs.ServerKey;
import io.directord.kernel.ipvs.ServerSpec;
import io.directord.kernel.ipvs.ServiceKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Turns the difference between wanted and observed services into ordered changes. Pure.
 *
 * <p>Grow before shrink: whatever adds capacity stands before whatever takes it away, so a service
 * never loses its last server while a replacement waits further down the plan.
 */
final class IpvsPlanner {
  private final Map<ServiceKey, WantedService> wanted;
  private final IpvsTable observed;
  private final List<IpvsChange> grow = new ArrayList<>();
  private final List<IpvsChange> shrink = new ArrayList<>();

  private IpvsPlanner(Map<ServiceKey, WantedService> wanted, IpvsTable observed) {
    this.wanted = wanted;
    this.observed = observed;
  }

  /** What takes nothing away, and what does; to be carried out in this order. */
  record Changes(List<IpvsChange> grow, List<IpvsChange> shrink) {
    List<IpvsChange> all() {
      return Stream.concat(grow.stream(), shrink.stream()).toList();
    }
  }

  /**
   * Plans the fewest changes that turn observed into wanted.
   *
   * @param removable services that may be deleted when nobody wants them; all others are foreign
   */
  static Changes plan(
      Map<ServiceKey, WantedService> wanted, IpvsTable observed, Set<ServiceKey> removable) {
    return new IpvsPlanner(wanted, observed).plan(removable);
  }

  private Changes plan(Set<ServiceKey> removable) {
    wanted.forEach((key, service) -> {
      ObservedService found = observed.services().get(key);
      if (found == null) {
        create(key, service);
      } else {
        adjust(key, service, found);
      }
    });
    for (ServiceKey key : observed.services().keySet()) {
      if (!wanted.containsKey(key) && removable.contains(key)) {
        shrink.add(new IpvsChange.DeleteService(key));
      }
    }
    return new Changes(grow, shrink);
  }

  private void create(ServiceKey key, WantedService service) {
    grow.add(new IpvsChange.CreateService(key, service.spec()));
    service
        .servers()
        .forEach((server, spec) -> grow.add(new IpvsChange.CreateServer(key, server, spec)));
  }

  private void adjust(ServiceKey key, WantedService service, ObservedService found) {
    if (!found.spec().equals(service.spec())) {
      grow.add(new IpvsChange.UpdateService(key, service.spec()));
    }
    service
        .servers()
        .forEach((server, spec) -> {
          ObservedServer held = found.servers().get(server);
          if (held == null) {
            grow.add(new IpvsChange.CreateServer(key, server, spec));
          } else if (!same(spec, held.spec())) {
            List<IpvsChange> side = spec.weight() < held.spec().weight() ? shrink : grow;
            side.add(new IpvsChange.UpdateServer(key, server, spec));
          }
        });
    for (ServerKey server : found.servers().keySet()) {
      if (!service.servers().containsKey(server)) {
        shrink.add(new IpvsChange.DeleteServer(key, server));
      }
    }
  }

  /** A server whose address is this host's own is reported as local, whatever was asked for. */
  private static boolean same(ServerSpec wanted, ServerSpec held) {
    if (held.forwarding().equals(Forwarding.LOCAL)) {
      return wanted.weight() == held.weight()
          && wanted.upperThreshold() == held.upperThreshold()
          && wanted.lowerThreshold() == held.lowerThreshold();
    }
    return wanted.equals(held);
  }
}
