package io.directord.director.realserver;

import io.directord.kernel.Family;
import io.directord.kernel.ipvs.Forwarding;
import io.directord.kernel.ipvs.Protocol;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** What was asked for, by options or by a configuration. Pure. */
public final class Requests {
  static final int IPV6_BITS = 128;

  /** Addresses, and services, that one real server takes. */
  public static final int SERVICES_MAX = 1024;

  private Requests() {}

  /** How addresses of this host are kept from ARP. */
  public enum ArpKind {
    SYSCTL,
    ARPTABLES,
    NFT
  }

  /** Who rewrites the destination of packets. */
  public enum RedirectKind {
    IPTABLES,
    NFT,
    FIREWALLD
  }

  /** A service that is redirected to this host. */
  public record Service(InetAddress address, int port, Protocol protocol) {
    public Service {
      if (port < 1 || port > 65535) {
        throw new IllegalArgumentException("a redirect needs a port of 1..65535, found " + port);
      }
    }
  }

  /** An address whose packets come wrapped. */
  public record Tunnelled(InetAddress address, Forwarding.Encapsulation encapsulation) {}

  /**
   * All of it.
   *
   * @param hidden addresses of direct routing
   * @param realAddress of this host, to which the director sends
   * @param device where addresses go; absent: {@code lo}, or the tunnel's
   */
  public record Request(
      ArpKind arp,
      RedirectKind redirect,
      List<InetAddress> hidden,
      List<Service> redirected,
      List<Tunnelled> tunnelled,
      List<InetAddress> gateways,
      Optional<InetAddress> realAddress,
      Optional<String> device,
      boolean persist) {
    public Request {
      hidden = List.copyOf(new LinkedHashSet<>(hidden));
      redirected = List.copyOf(new LinkedHashSet<>(redirected));
      tunnelled = List.copyOf(new LinkedHashSet<>(tunnelled));
      gateways = List.copyOf(new LinkedHashSet<>(gateways));
      int all = hidden.size() + redirected.size() + tunnelled.size();
      if (all + gateways.size() == 0) {
        throw new IllegalArgumentException("nothing is asked for");
      }
      if (all > SERVICES_MAX) {
        throw new IllegalArgumentException(
            all + " addresses and services are more than " + SERVICES_MAX);
      }
      for (Family family : Family.values()) {
        if (gateways.stream().filter(each -> Family.of(each) == family).count() > 1) {
          throw new IllegalArgumentException("there is one default route only: one gateway");
        }
      }
    }
  }

  static String text(InetAddress address) {
    return NetUtil.toAddressString(address);
  }

  static boolean six(InetAddress address) {
    return Family.of(address) == Family.IPV6;
  }
}
