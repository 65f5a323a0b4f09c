package io.directord.director.config;

import io.directord.health.Check;
import io.directord.health.Endpoint;
import io.directord.health.Endpoint.ProxyHeader;
import io.directord.health.Route;
import io.directord.health.Target;
import io.directord.health.Timing;
import io.directord.health.Tls;
import io.directord.health.WeightRule;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A check with the name that status and metrics show.
 *
 * @param weights how what it learns of weights is passed on
 */
public record NamedCheck(String name, Check check, Timing timing, Place place, WeightRule weights) {

  NamedCheck(String name, Check check, Timing timing, Place place) {
    this(name, check, timing, place, WeightRule.DEFAULT);
  }

  /**
   * Where it goes, and how.
   *
   * @param address probed instead of the server's
   * @param port probed instead of the server's
   */
  public record Place(
      Optional<InetAddress> address,
      OptionalInt port,
      Route route,
      ProxyHeader proxy,
      Optional<Tls> tls) {
    static final Place OF_SERVER =
        new Place(
            Optional.empty(), OptionalInt.empty(), Route.ANY, ProxyHeader.NONE, Optional.empty());
  }

  /** What to probe for a server at this address and port. */
  public Target target(InetAddress serverAddress, int serverPort) {
    InetSocketAddress address =
        new InetSocketAddress(
            place.address().orElse(serverAddress), place.port().orElse(serverPort));
    return new Target(
        new Endpoint(address, place.route(), place.proxy(), place.tls()), check, timing, weights);
  }

  /** Whether something is sent to a port, so that one is needed. */
  boolean needsPort() {
    return check instanceof Check.Probed probed && probed.needsPort();
  }

  NamedCheck withCheck(Check other) {
    return new NamedCheck(name, other, timing, place, weights);
  }

  NamedCheck named(String newName) {
    return new NamedCheck(newName, check, timing, place, weights);
  }
}
