package io.directord.director.command;

import io.directord.director.realserver.ConfiguredRequest;
import io.directord.director.realserver.Requests.ArpKind;
import io.directord.director.realserver.Requests.RedirectKind;
import io.directord.director.realserver.Requests.Request;
import io.directord.director.realserver.Requests.Service;
import io.directord.director.realserver.Requests.Tunnelled;
import io.directord.kernel.ipvs.Forwarding;
import io.directord.kernel.ipvs.Forwarding.Encapsulation;
import io.directord.kernel.ipvs.Forwarding.TunnelChecksum;
import io.directord.kernel.ipvs.Protocol;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what a real server needs, and the request that they make. */
final class RealServerOptions {
  private static final Pattern ENDPOINT =
      Pattern.compile("(?:\\[([^\\]]+)\\]|([^:]+)):(\\d{1,5})(?:/([a-z]+))?");
  private static final Pattern DEVICE = Pattern.compile("[A-Za-z0-9_.@-]{1,15}");
  private static final int GUE_PORT = 6080;

  /** A kind of tunnel. */
  enum TunnelKind {
    IPIP,
    GRE,
    GUE
  }

  @Option(
      names = "--arp",
      paramLabel = "KIND",
      description =
          "Direct routing: the address stands on this host, and is kept from ARP by sysctl,"
              + " arptables or nft. IPv6 needs none of them.")
  private @Nullable ArpKind arp;

  @Option(
      names = "--redirect",
      paramLabel = "KIND",
      description =
          "Direct routing without the address: iptables, nft or firewalld redirects what comes for"
              + " it.")
  private @Nullable RedirectKind redirect;

  @Option(
      names = "--tunnel",
      paramLabel = "KIND",
      description = "The address stands on the device of an ipip, gre or gue tunnel.")
  private @Nullable TunnelKind tunnel;

  @Option(names = "--port", paramLabel = "PORT", description = "UDP port of gue; default 6080.")
  private @Nullable Integer port;

  @Option(
      names = "--checksum",
      paramLabel = "KIND",
      description = "Of the tunnel: none, full or remote; as the director has it. Default none.")
  private @Nullable TunnelChecksum checksum;

  @Option(
      names = "--gateway",
      paramLabel = "ADDRESS",
      description = "Masquerading (NAT): the default route goes to the director's address.")
  private List<String> gateways = new ArrayList<>();

  @Option(
      names = "--vip",
      arity = "1..*",
      paramLabel = "ADDRESS[:PORT[/PROTOCOL]]",
      description =
          "Addresses of services. With a port it is for --redirect: 192.0.2.10:80/tcp,"
              + " [2001:db8::10]:53/udp.")
  private List<String> vips = new ArrayList<>();

  @Option(
      names = "--device",
      paramLabel = "NAME",
      description = "Where the addresses go. Default: lo, or the tunnel's device.")
  private @Nullable String device;

  @Option(
      names = "--real-address",
      paramLabel = "ADDRESS",
      description = "This host's address, to which the directors send. Default: found out.")
  private @Nullable String realAddress;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "A director's configuration, which says addresses, forwarding, tunnels and the gateway.")
  @Nullable Path config;

  @Option(names = "--service", paramLabel = "NAME", description = "Of FILE, this service only.")
  private @Nullable String service;

  @Option(
      names = "--real-server",
      paramLabel = "NAME",
      description = "Of FILE, this server. Default: the one with an address of this host.")
  private @Nullable String server;

  @Option(names = "--persist", description = "Survives a boot: systemd or ifupdown runs a script.")
  boolean persist;

  /** Whether anything says what is wanted. */
  boolean given() {
    return arp != null
        || redirect != null
        || tunnel != null
        || config != null
        || !gateways.isEmpty()
        || !vips.isEmpty();
  }

  Optional<String> server() {
    return Optional.ofNullable(server);
  }

  Optional<String> service() {
    return Optional.ofNullable(service);
  }

  /** What the options say; an {@code IllegalArgumentException} is what is wrong with them. */
  Request request(Optional<ConfiguredRequest> configured) {
    refuseIdle();
    List<InetAddress> hidden = new ArrayList<>();
    List<Service> redirected = new ArrayList<>();
    List<Tunnelled> tunnelled = new ArrayList<>();
    List<InetAddress> routes = new ArrayList<>(gateways.stream().map(this::address).toList());
    configured.ifPresent(from -> {
      if (redirect == null) {
        from.direct().forEach(each -> hidden.add(each.address()));
        hidden.addAll(from.everyPort());
      } else if (!from.everyPort().isEmpty()) {
        throw new IllegalArgumentException(
            "a service for every port cannot be redirected: use --arp");
      } else {
        redirected.addAll(from.direct());
      }
      tunnelled.addAll(from.tunnelled());
      if (routes.isEmpty()) {
        routes.addAll(from.gateways());
      }
    });
    for (String vip : vips) {
      if (hasPort(vip)) {
        redirected.add(service(vip));
      } else if (tunnel != null) {
        tunnelled.add(new Tunnelled(address(vip), encapsulation()));
      } else if (arp != null) {
        hidden.add(address(vip));
      } else {
        throw new IllegalArgumentException(
            "what is to be done about " + vip + "? Say --arp, --tunnel, or --redirect and a port");
      }
    }
    if (!redirected.isEmpty() && redirect == null) {
      throw new IllegalArgumentException(
          "a port has a meaning with --redirect only: leave it out, or say --redirect nft");
    }
    return new Request(
        arp == null ? ArpKind.SYSCTL : arp,
        redirect == null ? RedirectKind.NFT : redirect,
        hidden,
        redirected,
        tunnelled,
        routes,
        realAddress == null
            ? configured.flatMap(ConfiguredRequest::realAddress)
            : Optional.of(address(realAddress)),
        device(),
        persist);
  }

  private Optional<String> device() {
    if (device != null && !DEVICE.matcher(device).matches()) {
      throw new IllegalArgumentException("--device must be the name of an interface");
    }
    return Optional.ofNullable(device);
  }

  /** An option without effect is a mistake. */
  private void refuseIdle() {
    if (config == null && (service != null || server != null)) {
      throw new IllegalArgumentException("--service and --real-server choose of --config FILE");
    }
    if (config == null && vips.isEmpty() && (arp != null || redirect != null || tunnel != null)) {
      throw new IllegalArgumentException("which addresses? Say --vip ADDRESS");
    }
    if (tunnel != TunnelKind.GUE && port != null) {
      throw new IllegalArgumentException("--port is the UDP port of --tunnel gue");
    }
    if (checksum != null && (tunnel == null || tunnel == TunnelKind.IPIP)) {
      throw new IllegalArgumentException("--checksum is for --tunnel gre or gue");
    }
    if (tunnel != null && vips.isEmpty()) {
      throw new IllegalArgumentException("--tunnel needs --vip; a configuration names its own");
    }
    if (redirect != null && config == null && vips.stream().noneMatch(this::hasPort)) {
      throw new IllegalArgumentException("--redirect needs ports: --vip ADDRESS:PORT/tcp");
    }
  }

  private boolean hasPort(String vip) {
    return vip.startsWith("[") || (!vip.contains("::") && ENDPOINT.matcher(vip).matches());
  }

  private Encapsulation encapsulation() {
    TunnelChecksum sum = checksum == null ? TunnelChecksum.NONE : checksum;
    return switch (tunnel == null ? TunnelKind.IPIP : tunnel) {
      case IPIP -> new Forwarding.Ipip();
      case GRE -> new Forwarding.Gre(sum);
      case GUE -> new Forwarding.Gue(port == null ? GUE_PORT : port, sum);
    };
  }

  private InetAddress address(String text) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
    try {
      if (bytes != null && !text.contains("%")) {
        InetAddress address = InetAddress.getByAddress(bytes);
        if (!address.isAnyLocalAddress() && !address.isMulticastAddress()) {
          return address;
        }
      }
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
    throw new IllegalArgumentException(
        "expected the IPv4 or IPv6 address of one host, found '" + text + "'");
  }

  private Service service(String text) {
    Matcher matcher = ENDPOINT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "expected ADDRESS:PORT/tcp, udp or sctp, found '" + text + "'");
    }
    String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    String protocol = matcher.group(4) == null ? "tcp" : matcher.group(4);
    for (Protocol each : Protocol.values()) {
      if (each.text().equals(protocol.toLowerCase(Locale.ROOT))) {
        return new Service(address(host), Integer.parseInt(matcher.group(3)), each);
      }
    }
    throw new IllegalArgumentException("expected tcp, udp or sctp, found '" + protocol + "'");
  }
}
