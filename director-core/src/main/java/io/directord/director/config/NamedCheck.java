package io.directord.director.config;

import io.directord.health.Check;
import io.directord.health.Target;
import io.directord.health.Timing;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A check with the name that status and metrics show.
 *
 * @param address probed instead of the server's
 * @param port probed instead of the server's
 */
public record NamedCheck(
    String name, Check check, Timing timing, Optional<InetAddress> address, OptionalInt port) {

  /** What to probe for a server at this address and port. */
  public Target target(InetAddress serverAddress, int serverPort) {
    return new Target(
        new InetSocketAddress(address.orElse(serverAddress), port.orElse(serverPort)),
        check,
        timing);
  }

  /** Whether something is sent, so that a port is needed. */
  boolean probes() {
    return !(check instanceof Check.Fixed);
  }

  NamedCheck named(String newName) {
    return new NamedCheck(newName, check, timing, address, port);
  }
}
