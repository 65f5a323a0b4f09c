package io.directord.kernel.ipvs;

import io.directord.kernel.Family;
import java.util.stream.Collectors;

/** Options as {@code ipvsadm -Sn} writes them. Pure. */
final class IpvsadmText {
  private IpvsadmText() {}

  static String options(Family family, ServiceSpec spec) {
    StringBuilder line = new StringBuilder(" -s ").append(spec.scheduler());
    spec.persistence()
        .ifPresent(persistence -> {
          line.append(" -p ").append(persistence.timeoutSeconds());
          if (persistence.prefixLength() != family.hostPrefix()) {
            line.append(" -M ").append(netmask(family, persistence.prefixLength()));
          }
          persistence.engine().ifPresent(engine -> line.append(" --pe ").append(engine));
        });
    if (spec.onePacket()) {
      line.append(" -o");
    }
    if (!spec.flags().isEmpty()) {
      line.append(" -b ")
          .append(
              spec.flags().stream()
                  .sorted()
                  .map(flag -> flag.ipvsadm(spec.scheduler()))
                  .collect(Collectors.joining(",")));
    }
    return line.toString();
  }

  /** As {@code ipvsadm -Sn} prints a server: it leaves thresholds out, but no kind of tunnel. */
  static String saved(ServerSpec spec) {
    ServerSpec bare = ServerSpec.of(spec.forwarding(), spec.weight());
    boolean plain = spec.forwarding().equals(Forwarding.IPIP_TUNNEL);
    return options(bare) + (plain ? " --tun-type ipip" : "");
  }

  static String options(ServerSpec spec) {
    StringBuilder line = new StringBuilder(" ").append(forwarding(spec.forwarding()));
    line.append(" -w ").append(spec.weight());
    if (spec.upperThreshold() != 0) {
      line.append(" -x ").append(spec.upperThreshold());
    }
    if (spec.lowerThreshold() != 0) {
      line.append(" -y ").append(spec.lowerThreshold());
    }
    if (spec.forwarding() instanceof Forwarding.Tunnel(var encapsulation)) {
      line.append(encapsulation.ipvsadm());
    }
    return line.toString();
  }

  private static String forwarding(Forwarding forwarding) {
    return switch (forwarding) {
      case Forwarding.Masquerade() -> "-m";
      case Forwarding.Tunnel _ -> "-i";
      // ipvsadm has no letter for a server that is this host, and prints it as direct
      case Forwarding.Direct(), Forwarding.Local() -> "-g";
    };
  }

  private static String netmask(Family family, int prefixLength) {
    if (family == Family.IPV6) {
      return Integer.toString(prefixLength);
    }
    int mask = Netmask.ofPrefix(prefixLength);
    return (mask >>> 24)
        + "."
        + (mask >>> 16 & 255)
        + "."
        + (mask >>> 8 & 255)
        + "."
        + (mask & 255);
  }
}
