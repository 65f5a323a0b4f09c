package io.directord.failover.address;

import io.directord.kernel.link.Prefix;
import io.directord.kernel.link.RouteSpec;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;

/**
 * A route that is there while its virtual router is Active. Pure.
 *
 * @param device empty: by whichever interface the gateway is reached
 * @param table 254 is the one that is looked at without a rule
 * @param metric 0 is the kernel's own choice
 */
public record HeldRoute(
    Prefix to,
    Optional<InetAddress> via,
    Optional<String> device,
    Optional<InetAddress> source,
    int table,
    long metric) {
  public HeldRoute {
    if (via.isEmpty() && device.isEmpty()) {
      throw new IllegalArgumentException("a route leads to a gateway, an interface or both");
    }
  }

  /** What the kernel is asked for; empty while the interface is not there. */
  Optional<RouteSpec> spec(Map<String, Integer> links) {
    Optional<Integer> link = device.map(links::get);
    if (device.isPresent() && link.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new RouteSpec(
            to,
            via,
            link.orElse(0),
            source,
            table,
            metric,
            HeldAddress.TAG,
            RouteSpec.Type.UNICAST));
  }
}
