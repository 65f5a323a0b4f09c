package io.directord.director.config;

import io.directord.kernel.Family;
import io.directord.kernel.ipvs.Forwarding;
import io.directord.kernel.ipvs.Protocol;
import io.directord.kernel.ipvs.ServerKey;
import io.directord.kernel.ipvs.ServiceKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What must hold within one virtual service. */
final class ServiceRules {
  /** A server and where it stands. */
  record PlacedServer(RealServer server, Section section) {}

  private static final int FTP_PORT = 21;

  private ServiceRules() {}

  static void check(
      Section section,
      VirtualService service,
      List<PlacedServer> servers,
      Optional<PlacedServer> lastResort) {
    checkProtocol(section, service);
    checkHelper(section, service, servers);
    checkQuorum(section, service);
    checkChecks(section, service, servers);
    Set<Integer> ports = ports(service);
    Map<ServerKey, PlacedServer> taken = new HashMap<>();
    Map<String, PlacedServer> names = new HashMap<>();
    for (PlacedServer placed : servers) {
      PlacedServer first = names.putIfAbsent(placed.server().name(), placed);
      if (first != null) {
        placed.section().error("name", "this name is already taken at " + first.section().place());
      }
      checkServer(service, placed, ports);
      checkTaken(placed, ports, taken);
    }
    if (lastResort.isPresent()) {
      checkServer(service, lastResort.get(), ports);
      checkTaken(lastResort.get(), ports, taken);
      if (names.containsKey(RealServer.LAST_RESORT)) {
        section.error("last-resort", "a real server must not be named last-resort as well");
      }
    }
  }

  private static void checkProtocol(Section section, VirtualService service) {
    for (ServiceKey key : service.keys()) {
      if (key instanceof ServiceKey.Address(_, _, int port)
          && port == 0
          && service.spec().persistence().isEmpty()) {
        section.error(
            "address",
            "port 0 takes every port, so that only persistence keeps a client on one server; add"
                + " persistence = 5m");
        break;
      }
    }
    if (!(service.keys().getFirst() instanceof ServiceKey.Address(Protocol protocol, _, _))) {
      return;
    }
    if (service.spec().onePacket() && protocol != Protocol.UDP) {
      section.error(
          "one-packet",
          "one-packet schedules each packet by itself, which breaks every "
              + protocol.text()
              + " connection; it works with protocol = udp only");
    }
    boolean sip = service.spec().persistence().flatMap(p -> p.engine()).isPresent();
    if (sip && protocol != Protocol.UDP) {
      section.error("persistence", "persistence engine sip works with protocol = udp only");
    }
  }

  /** The helper changes addresses in what is said, which only masquerade asks for. */
  private static void checkHelper(
      Section section, VirtualService service, List<PlacedServer> servers) {
    if (!service.ftpHelper()) {
      return;
    }
    boolean masquerade =
        service.forwarding() instanceof Forwarding.Masquerade
            || servers.stream()
                .anyMatch(s -> s.server().spec().forwarding() instanceof Forwarding.Masquerade);
    if (!masquerade) {
      section.error(
          "helper",
          "helper = ftp belongs to forwarding = masquerade; otherwise real servers answer clients"
              + " themselves, and persistence keeps a client's connections together");
    }
    for (ServiceKey key : service.keys()) {
      if (key instanceof ServiceKey.Address(Protocol protocol, _, int port)
          && (protocol != Protocol.TCP || port != FTP_PORT)) {
        section.error(
            "helper",
            "helper = ftp reads along at tcp port 21 only, found "
                + key.text()
                + "; write port 21 in a service of its own, or use a firewall-mark");
        return;
      }
    }
  }

  private static void checkQuorum(Section section, VirtualService service) {
    int count = service.servers().size();
    if (!section.clean()) {
      return;
    }
    if (count == 0) {
      section.warn("real-servers", "there are no real servers, so every connection is refused");
      return;
    }
    if (service.quorum() > count) {
      section.error(
          "quorum",
          "quorum "
              + service.quorum()
              + " can never be reached with "
              + count
              + (count == 1 ? " real server" : " real servers"));
    } else if (service.quorum() + service.hysteresis() > count) {
      section.error(
          "hysteresis",
          "once down, the service needs quorum + hysteresis = "
              + (service.quorum() + service.hysteresis())
              + " servers to come back, and has "
              + count);
    }
    if (service.servers().stream().allMatch(server -> server.spec().weight() == 0)) {
      section.warn("real-servers", "every real server has weight 0, so none gets a connection");
    }
  }

  private static void checkChecks(
      Section section, VirtualService service, List<PlacedServer> servers) {
    boolean unprobed = false;
    Set<String> inherited = new HashSet<>();
    for (PlacedServer placed : servers) {
      RealServer server = placed.server();
      boolean own = placed.section().has("check");
      unprobed |= !own && !section.has("check") && server.checks().contains(CheckReader.ON);
      for (NamedCheck check : server.checks()) {
        boolean aimless =
            check.needsPort()
                && check.place().port().isEmpty()
                && server.port().orElse(service.port()) == 0;
        if (aimless && (own || inherited.add(check.name()))) {
          (own ? placed.section() : section)
              .error(
                  "check",
                  "check "
                      + Values.quote(check.name())
                      + " has no port to probe: the service names none; give the check one, as in"
                      + " check { type = tcp, port = 80 }");
        }
      }
    }
    if (unprobed) {
      section.warn(
          "check",
          "no check is given and none can be guessed, so the servers always count as up; write"
              + " check = on to say that this is meant");
    }
  }

  private static void checkServer(VirtualService service, PlacedServer placed, Set<Integer> ports) {
    RealServer server = placed.server();
    Forwarding forwarding = server.spec().forwarding();
    Section section = placed.section();
    if (!(forwarding instanceof Forwarding.Tunnel)
        && Family.of(server.address()) != service.family()) {
      section.error(
          "address",
          "address is not of the service's family: only forwarding = tunnel can cross from IPv4 to"
              + " IPv6 or back");
    }
    if (forwarding instanceof Forwarding.Masquerade || server.port().isEmpty()) {
      return;
    }
    int port = server.port().getAsInt();
    if (ports.isEmpty()) {
      section.error(
          "port",
          "with "
              + forwarding.text()
              + " forwarding the packet keeps the port that the client chose; leave the port out,"
              + " and give the check its own: check { type = tcp, port = "
              + port
              + " }");
    } else if (ports.size() > 1 || !ports.contains(port)) {
      section.error(
          "port",
          "with "
              + forwarding.text()
              + " forwarding the packet reaches the server unchanged, its port too: "
              + port
              + " cannot differ from the service's "
              + String.join(", ", ports.stream().map(String::valueOf).toList())
              + "; leave the port out or use masquerade");
    }
  }

  /** Under no key of the service may two servers be the same one to the kernel. */
  private static void checkTaken(
      PlacedServer placed, Set<Integer> ports, Map<ServerKey, PlacedServer> taken) {
    RealServer server = placed.server();
    Set<Integer> used =
        server.port().isPresent()
            ? Set.of(server.port().getAsInt())
            : ports.isEmpty() ? Set.of(0) : ports;
    for (int port : used) {
      ServerKey key = new ServerKey(server.address(), port);
      PlacedServer first = taken.putIfAbsent(key, placed);
      if (first != null) {
        placed
            .section()
            .error(
                "address",
                key.text() + " is already a server of this service at " + first.section().place());
        return;
      }
    }
  }

  /** The distinct ports of the service; empty for marks. */
  private static Set<Integer> ports(VirtualService service) {
    if (service.keys().size() == 1
        && service.keys().getFirst() instanceof ServiceKey.Address(_, _, int only)) {
      return Set.of(only);
    }
    Set<Integer> ports = new TreeSet<>();
    for (ServiceKey key : service.keys()) {
      if (key instanceof ServiceKey.Address(_, _, int port)) {
        ports.add(port);
      }
    }
    return ports;
  }
}
