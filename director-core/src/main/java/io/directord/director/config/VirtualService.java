package io.directord.director.config;

import io.directord.kernel.Family;
import io.directord.kernel.ipvs.Forwarding;
import io.directord.kernel.ipvs.ServiceKey;
import io.directord.kernel.ipvs.ServiceSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One pool of real servers behind one or more addresses, ports or marks.
 *
 * @param keys every address with every port, or every mark; all of one family
 * @param marked packets that directord marks for this service; empty where somebody else does
 * @param ftpHelper whether the kernel reads along on FTP's control connections
 * @param forwarding of servers that name none
 * @param quorum servers that must be up for the service to count as up
 * @param hysteresis up again at quorum plus this, down again below quorum minus this
 * @param lastResort serves alone while the service is down
 * @param slowStart how a recovered server reaches its weight
 * @param panicPercent all servers are used again while fewer than this share are up; 0 for never
 */
public record VirtualService(
    String name,
    List<ServiceKey> keys,
    List<MarkedTraffic> marked,
    boolean ftpHelper,
    ServiceSpec spec,
    Forwarding forwarding,
    List<RealServer> servers,
    int quorum,
    int hysteresis,
    Optional<RealServer> lastResort,
    Duration drainTimeout,
    SlowStart slowStart,
    int panicPercent,
    WhenDown whenDown) {
  public static final String SCHEDULER = "wlc";
  public static final Duration DRAIN_TIMEOUT = Duration.ofMinutes(5);
  public static final Duration DRAIN_TIMEOUT_MAX = Duration.ofDays(7);
  public static final Duration SLOW_START_MAX = Duration.ofHours(1);

  public VirtualService {
    keys = List.copyOf(keys);
    marked = List.copyOf(marked);
    servers = List.copyOf(servers);
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("address must name at least one address");
    }
    if (quorum < 1) {
      throw new IllegalArgumentException("quorum must be at least 1, found " + quorum);
    }
    if (hysteresis < 0 || hysteresis >= quorum) {
      throw new IllegalArgumentException(
          "hysteresis must be less than quorum, or the service would stay up with no server; found "
              + hysteresis
              + " and "
              + quorum);
    }
  }

  VirtualService withServers(List<RealServer> others) {
    return new VirtualService(
        name,
        keys,
        marked,
        ftpHelper,
        spec,
        forwarding,
        others,
        quorum,
        hysteresis,
        lastResort,
        drainTimeout,
        slowStart,
        panicPercent,
        whenDown);
  }

  public Family family() {
    return keys.getFirst().family();
  }

  /** The first port, which checks go to when neither they nor the server name one; 0 for marks. */
  public int port() {
    return switch (keys.getFirst()) {
      case ServiceKey.Address(_, _, int port) -> port;
      case ServiceKey.FirewallMark _ -> 0;
    };
  }
}
