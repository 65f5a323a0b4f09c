package io.directord.director.config;

import io.directord.director.config.ServiceRules.PlacedServer;
import io.directord.health.path.PathCheck;
import io.directord.health.path.PathMethod;
import io.directord.kernel.Family;
import io.directord.kernel.ipvs.Forwarding;
import io.directord.kernel.ipvs.Forwarding.Encapsulation;
import io.directord.kernel.ipvs.Forwarding.TunnelChecksum;
import io.directord.kernel.ipvs.Protocol;
import io.directord.kernel.ipvs.ServiceKey;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tells checks of type path what else only the service knows: its addresses, and how it forwards.
 * Of all the others a check needs no more than where the server is.
 */
final class PathOfService {
  private final Section section;
  private final List<ServiceKey> keys;
  private final Set<String> told = new HashSet<>();

  PathOfService(Section section, List<ServiceKey> keys) {
    this.section = section;
    this.keys = keys;
  }

  PlacedServer complete(PlacedServer placed) {
    RealServer server = placed.server();
    boolean changed = false;
    List<NamedCheck> checks = new ArrayList<>(server.checks().size());
    for (NamedCheck each : server.checks()) {
      if (each.check() instanceof PathCheck path) {
        checks.add(each.withCheck(complete(placed, path)));
        changed = true;
      } else {
        checks.add(each);
      }
    }
    return changed ? new PlacedServer(server.withChecks(checks), placed.section()) : placed;
  }

  private PathCheck complete(PlacedServer placed, PathCheck check) {
    RealServer server = placed.server();
    List<InetAddress> addresses = check.addresses().isEmpty() ? ofKeys() : check.addresses();
    Optional<String> problem = problem(server, addresses);
    problem.ifPresent(why -> {
      boolean own = placed.section().has("check");
      if (own || told.add(why)) {
        (own ? placed.section() : section).error("check", "check of type path " + why);
      }
    });
    return check.of(addresses, method(server.spec().forwarding()));
  }

  /** The first of them, each once. */
  private List<InetAddress> ofKeys() {
    Set<InetAddress> addresses = new LinkedHashSet<>();
    for (ServiceKey key : keys) {
      if (key instanceof ServiceKey.Address(_, InetAddress address, _)
          && addresses.size() < PathCheck.ADDRESSES_MAX) {
        addresses.add(address);
      }
    }
    return List.copyOf(addresses);
  }

  private Optional<String> problem(RealServer server, List<InetAddress> addresses) {
    if (!keys.isEmpty()
        && keys.getFirst() instanceof ServiceKey.Address(Protocol protocol, _, _)
        && protocol != Protocol.TCP) {
      return Optional.of(
          "asks by a SYN, which the server's kernel answers without its application; there is"
              + " nothing like it for protocol = "
              + protocol.text());
    }
    if (addresses.isEmpty()) {
      return keys.isEmpty()
          ? Optional.empty()
          : Optional.of(
              "needs virtual-address where the service has a firewall-mark: check { type = path,"
                  + " virtual-address = \"192.0.2.10\", port = 80 }");
    }
    Family family = Family.of(server.address());
    if (addresses.stream().anyMatch(address -> Family.of(address) != family)) {
      return Optional.of("needs a virtual address and a server of one family");
    }
    if (family == Family.IPV6 && server.spec().forwarding() instanceof Forwarding.Tunnel) {
      return Optional.of("knows tunnels of IPv4 only");
    }
    return Optional.empty();
  }

  private static PathMethod method(Forwarding forwarding) {
    return switch (forwarding) {
      case Forwarding.Masquerade _ -> PathMethod.MASQUERADE;
      case Forwarding.Direct _, Forwarding.Local _ -> PathMethod.DIRECT;
      case Forwarding.Tunnel(Encapsulation encapsulation) ->
          new PathMethod.Tunnel(wrapper(encapsulation));
    };
  }

  /** A packet with a remote checksum is one without to whoever takes both. */
  private static PathMethod.Wrapper wrapper(Encapsulation encapsulation) {
    return switch (encapsulation) {
      case Forwarding.Ipip _ -> new PathMethod.Ipip();
      case Forwarding.Gre(TunnelChecksum checksum) ->
          new PathMethod.Gre(checksum == TunnelChecksum.FULL);
      case Forwarding.Gue(int port, TunnelChecksum checksum) ->
          new PathMethod.Gue(port, checksum == TunnelChecksum.FULL);
    };
  }
}
