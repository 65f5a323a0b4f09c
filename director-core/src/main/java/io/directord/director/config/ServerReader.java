package io.directord.director.config;

import io.directord.director.config.ForwardingReader.Way;
import io.directord.kernel.ipvs.Forwarding;
import io.directord.kernel.ipvs.ServerKey;
import io.directord.kernel.ipvs.ServerSpec;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads one real server, or the last resort, of a virtual service. */
final class ServerReader {
  private static final int THRESHOLD_MAX = Integer.MAX_VALUE;

  /** What a server takes from its service unless it says otherwise; no checks means by its port. */
  record Defaults(Way way, Optional<ServerChecks> checks, boolean probes, Duration drain) {}

  private final CheckReader checkReader;
  private final Defaults defaults;

  ServerReader(CheckReader checkReader, Defaults defaults) {
    this.checkReader = checkReader;
    this.defaults = defaults;
  }

  /**
   * @param servicePort {@link VirtualService#port}
   */
  Optional<RealServer> read(Section section, int servicePort) {
    Optional<InetAddress> address = address(section);
    OptionalInt port = section.integer("port", 1, 65_535);
    String name =
        section
            .text("name")
            .orElseGet(() ->
                address
                    .map(a -> new ServerKey(a, port.orElse(servicePort)))
                    .map(ServerKey::text)
                    .orElse(section.key()));
    section.labelled("real server", name);
    section.unknownKeys(Keys.SERVER);
    if (section.has("name")) {
      Names.complaint(name).ifPresent(why -> section.error("name", why));
    }
    Way way = ForwardingReader.read(section, defaults.way());
    if (section.has("tunnel") && !(way.forwarding() instanceof Forwarding.Tunnel)) {
      section.error("tunnel", "tunnel needs forwarding = tunnel");
    }
    int weight = section.integer("weight", 0, ServerSpec.WEIGHT_MAX, RealServer.WEIGHT);
    int upper = section.integer("upper-threshold", 0, THRESHOLD_MAX, 0);
    int lower = section.integer("lower-threshold", 0, THRESHOLD_MAX, 0);
    if (lower > 0 && upper == 0) {
      section.error("lower-threshold", "lower-threshold has no effect without an upper-threshold");
    }
    if (upper > 0 && lower > upper) {
      section.error(
          "lower-threshold", "lower-threshold " + lower + " is above upper-threshold " + upper);
    }
    ServerChecks checks =
        section.has("check")
            ? checkReader.read(section, "check")
            : defaults.checks().orElse(byPort(port.orElse(servicePort)));
    Duration drain =
        section
            .duration("drain-timeout", Duration.ZERO, VirtualService.DRAIN_TIMEOUT_MAX)
            .orElse(defaults.drain());
    if (address.isEmpty() || !section.clean()) {
      return Optional.empty();
    }
    return section.build(() ->
        new RealServer(
            name,
            address.get(),
            port,
            new ServerSpec(way.forwarding(), weight, upper, lower),
            checks.list(),
            checks.combination(),
            drain));
  }

  /** Its forwarding follows the service's, but only masquerade can reach another port. */
  Optional<RealServer> lastResort(Section section, int servicePort) {
    section.labelled("server", RealServer.LAST_RESORT);
    section.unknownKeys(Keys.LAST_RESORT);
    Optional<InetAddress> address = address(section);
    OptionalInt port = section.integer("port", 1, 65_535);
    boolean mapped = port.isPresent() && port.getAsInt() != servicePort;
    Way unwritten =
        mapped ? new Way(Forwarding.MASQUERADE, defaults.way().encapsulation()) : defaults.way();
    Way way = ForwardingReader.read(section, unwritten);
    if (address.isEmpty() || !section.clean()) {
      return Optional.empty();
    }
    if (way.forwarding().equals(Forwarding.MASQUERADE) && address.get().isLoopbackAddress()) {
      section.warn(
          "address",
          "the kernel drops packets that it would masquerade from outside to a loopback address;"
              + " give an address of this node that its real servers' network knows");
    }
    ServerSpec spec = ServerSpec.of(way.forwarding(), RealServer.WEIGHT);
    return Optional.of(
        new RealServer(
            RealServer.LAST_RESORT,
            address.get(),
            port,
            spec,
            List.of(),
            Combination.all(0),
            defaults.drain()));
  }

  private ServerChecks byPort(int port) {
    return ServerChecks.all(
        List.of(defaults.probes() && port != 0 ? CheckReader.TCP : CheckReader.ON));
  }

  private static Optional<InetAddress> address(Section section) {
    if (section.lacks("address", "the server's IPv4 or IPv6 address")) {
      return Optional.empty();
    }
    Optional<String> text = section.text("address");
    try {
      return text.map(Addresses::requireUnicast);
    } catch (IllegalArgumentException e) {
      section.error("address", "address: " + e.getMessage());
      return Optional.empty();
    }
  }
}
