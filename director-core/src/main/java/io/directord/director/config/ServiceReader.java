package io.directord.director.config;

import io.directord.director.config.ForwardingReader.Way;
import io.directord.director.config.ServiceRules.PlacedServer;
import io.directord.kernel.Family;
import io.directord.kernel.ipvs.Forwarding;
import io.directord.kernel.ipvs.Protocol;
import io.directord.kernel.ipvs.ServiceKey;
import io.directord.kernel.ipvs.ServiceSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads one entry of {@code virtual-services}. */
final class ServiceReader {
  private static final Map<String, WhenDown> WHEN_DOWN =
      Map.of("quiesce", WhenDown.QUIESCE, "remove", WhenDown.REMOVE);

  private static final Map<String, Boolean> HELPERS = Map.of("ftp", true);

  private final CheckReader checkReader;

  ServiceReader(CheckReader checkReader) {
    this.checkReader = checkReader;
  }

  Optional<VirtualService> read(Section section) {
    section.unknownKeys(Keys.SERVICE);
    List<ServiceKey> keys = ServiceKeyReader.read(section);
    Family family = keys.isEmpty() ? Family.IPV4 : keys.getFirst().family();
    List<MarkedTraffic> marked = MarkedReader.read(section, keys);
    boolean ftp = section.choice("helper", HELPERS, false);
    Optional<ServiceSpec> spec = ServiceSpecReader.read(section, family);
    int quorum = section.integer("quorum", 1, Limits.SERVERS_OF_SERVICE_MAX, 1);
    int hysteresis = section.integer("hysteresis", 0, Limits.SERVERS_OF_SERVICE_MAX, 0);
    Duration drain =
        section
            .duration("drain-timeout", Duration.ZERO, VirtualService.DRAIN_TIMEOUT_MAX)
            .orElse(VirtualService.DRAIN_TIMEOUT);
    SlowStart slowStart = SlowStartReader.read(section);
    int panic = section.percent("panic-threshold", 0, 100, 0);
    if (panic > 0 && section.has("last-resort")) {
      section.warn(
          "panic-threshold",
          "panic-threshold has no effect beside last-resort, which serves when too few servers are"
              + " up; leave one of them out");
    }
    boolean persistent = section.has("persistence");
    WhenDown whenDown =
        section.choice("when-down", WHEN_DOWN, persistent ? WhenDown.REMOVE : WhenDown.QUIESCE);
    Way way = ForwardingReader.read(section, Way.DEFAULT);
    Optional<ServerChecks> checks =
        section.has("check") ? Optional.of(checkReader.read(section, "check")) : Optional.empty();

    ServerReader serverReader =
        new ServerReader(checkReader, new ServerReader.Defaults(way, checks, probes(keys), drain));
    int port = port(keys);
    PathOfService path = new PathOfService(section, keys);
    List<PlacedServer> placed = new ArrayList<>();
    for (Section child : section.sections("real-servers", Limits.SERVERS_OF_SERVICE_MAX)) {
      serverReader
          .read(child, port)
          .ifPresent(s -> placed.add(path.complete(new PlacedServer(s, child))));
    }
    Optional<PlacedServer> lastResort =
        section
            .section("last-resort")
            .flatMap(
                child -> serverReader.lastResort(child, port).map(s -> new PlacedServer(s, child)));
    checkTunnelUsed(section, way, placed);
    if (keys.isEmpty() || spec.isEmpty()) {
      return Optional.empty();
    }
    List<RealServer> servers = servers(placed);
    Optional<VirtualService> service =
        section.build(() ->
            new VirtualService(
                section.key(),
                keys,
                marked,
                ftp,
                spec.get(),
                way.forwarding(),
                servers,
                quorum,
                hysteresis,
                lastResort.map(PlacedServer::server),
                drain,
                slowStart,
                panic,
                whenDown));
    service.ifPresent(read -> ServiceRules.check(section, read, placed, lastResort));
    return service;
  }

  private static List<RealServer> servers(List<PlacedServer> placed) {
    List<RealServer> servers = new ArrayList<>(placed.size());
    for (PlacedServer each : placed) {
      servers.add(each.server());
    }
    return servers;
  }

  /**
   * Whether a service without a check gets tcp probes: not where nobody need accept connections.
   */
  private static boolean probes(List<ServiceKey> keys) {
    return keys.isEmpty()
        || switch (keys.getFirst()) {
          case ServiceKey.Address(Protocol protocol, _, _) -> protocol == Protocol.TCP;
          case ServiceKey.FirewallMark _ -> true;
        };
  }

  private static int port(List<ServiceKey> keys) {
    return !keys.isEmpty() && keys.getFirst() instanceof ServiceKey.Address(_, _, int port)
        ? port
        : 0;
  }

  private static void checkTunnelUsed(Section section, Way way, List<PlacedServer> servers) {
    if (!section.has("tunnel") || !section.clean()) {
      return;
    }
    boolean used =
        way.forwarding() instanceof Forwarding.Tunnel
            || servers.stream()
                .anyMatch(s -> s.server().spec().forwarding() instanceof Forwarding.Tunnel);
    if (!used) {
      section.error("tunnel", "tunnel needs forwarding = tunnel, here or in a real server");
    }
  }
}
