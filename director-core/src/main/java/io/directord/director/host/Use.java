package io.directord.director.host;

import io.directord.director.config.DirectorConfig;
import io.directord.director.config.RealServer;
import io.directord.director.config.RouterConfig;
import io.directord.director.config.VirtualService;
import io.directord.director.config.WhenDown;
import io.directord.kernel.Family;
import io.directord.kernel.ipvs.Forwarding;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What a configuration makes use of, as far as the host has a say in it. Pure. */
public enum Use {
  ANY("any virtual service"),
  DIRECT("`forwarding = direct`"),
  MASQUERADE_IPV4("`forwarding = masquerade`, IPv4"),
  MASQUERADE_IPV6("`forwarding = masquerade`, IPv6"),
  MASQUERADE_ON_ONE_INTERFACE(
      "`forwarding = masquerade`, IPv4, with all virtual routers on one interface"),
  TUNNEL("`forwarding = tunnel`: ipip, gre and gue"),
  OUTBOUND_IPV4("`host.masquerade`, IPv4"),
  OUTBOUND_IPV6("`host.masquerade`, IPv6"),
  FTP_HELPER("`helper = ftp`"),
  SYNC("`ipvs.sync`"),
  VIRTUAL_MAC("`virtual-mac`"),
  REMOVAL("`when-down = remove`, which is the default with persistence"),
  QUIESCENT_PERSISTENCE("`persistence` with `when-down = quiesce`"),
  HASH_WITHOUT_SYNC("`scheduler = sh` or `mh`, with virtual routers and without `ipvs.sync`");

  private static final Set<String> HASHES = Set.of("sh", "mh");

  private final String text;

  Use(String text) {
    this.text = text;
  }

  /** As documents have it. */
  public String text() {
    return text;
  }

  public boolean in(DirectorConfig config) {
    return switch (this) {
      case ANY -> !config.services().isEmpty();
      case DIRECT -> servers(config, Forwarding.Direct.class).findAny().isPresent();
      case MASQUERADE_IPV4 -> servers(config, Forwarding.Masquerade.class).anyMatch(Use::ipv4);
      case MASQUERADE_IPV6 ->
          servers(config, Forwarding.Masquerade.class).anyMatch(each -> !ipv4(each));
      case MASQUERADE_ON_ONE_INTERFACE -> MASQUERADE_IPV4.in(config) && interfaces(config) == 1;
      case TUNNEL -> servers(config, Forwarding.Tunnel.class).findAny().isPresent();
      case OUTBOUND_IPV4 -> outbound(config, Family.IPV4);
      case OUTBOUND_IPV6 -> outbound(config, Family.IPV6);
      case FTP_HELPER -> services(config, VirtualService::ftpHelper);
      case SYNC -> config.ipvs().sync().isPresent();
      case VIRTUAL_MAC ->
          config.routers().stream().anyMatch(each -> each.holding().virtualMac().isPresent());
      case REMOVAL -> services(config, each -> each.whenDown() == WhenDown.REMOVE);
      case QUIESCENT_PERSISTENCE -> services(config, Use::quiescentPersistence);
      case HASH_WITHOUT_SYNC ->
          config.ipvs().sync().isEmpty()
              && !config.routers().isEmpty()
              && services(config, each -> HASHES.contains(each.spec().scheduler()));
    };
  }

  private static boolean outbound(DirectorConfig config, Family family) {
    return config.host().masquerade().stream().anyMatch(each -> each.from().family() == family);
  }

  private static boolean quiescentPersistence(VirtualService service) {
    return service.spec().persistence().isPresent() && service.whenDown() == WhenDown.QUIESCE;
  }

  private static boolean services(DirectorConfig config, Predicate<VirtualService> test) {
    return config.services().stream().anyMatch(test);
  }

  private static Stream<RealServer> servers(
      DirectorConfig config, Class<? extends Forwarding> way) {
    return config.services().stream()
        .flatMap(
            service -> Stream.concat(service.servers().stream(), service.lastResort().stream()))
        .filter(server -> !server.address().isLoopbackAddress())
        .filter(server -> way.isInstance(server.spec().forwarding()));
  }

  private static boolean ipv4(RealServer server) {
    return Family.of(server.address()) == Family.IPV4;
  }

  private static long interfaces(DirectorConfig config) {
    return config.routers().stream().map(RouterConfig::interfaceName).distinct().count();
  }
}
