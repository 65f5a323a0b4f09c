package io.directord.failover;

import io.directord.failover.address.Announcements;
import io.directord.failover.address.HeldAddress;
import io.directord.failover.address.HeldRoute;
import io.directord.failover.address.VirtualLink;
import io.directord.failover.wire.Authentication;
import io.directord.failover.wire.WireSettings.ChecksumForm;
import io.directord.kernel.Family;
import io.directord.kernel.link.Prefix;
import io.directord.kernel.link.RouteSpec;
import io.directord.kernel.link.RuleSpec;
import io.directord.kernel.link.Scope;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A virtual router on {@code eth0} that holds one address, and more for those who ask. */
final class TestRouter {
  static final HeldAddress ADDRESS =
      new HeldAddress(ip("192.0.2.10"), 24, "eth0", Optional.empty(), Scope.GLOBAL);
  static final HeldRoute ROUTE =
      new HeldRoute(
          new Prefix(ip("10.0.0.0"), 8),
          Optional.of(ip("192.0.2.1")),
          Optional.of("eth0"),
          Optional.of(ip("192.0.2.10")),
          100,
          5);
  static final RuleSpec RULE =
      new RuleSpec(
          false,
          Optional.of(new Prefix(ip("192.0.2.10"), 32)),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          100,
          1000,
          HeldAddress.TAG);
  static final VirtualLink LINK = VirtualLink.of("vrrp.51", "eth0", Family.IPV4, 51);

  private TestRouter() {}

  static RouterSettings withNetwork() {
    return of("public", List.of(ADDRESS), List.of(ROUTE), List.of(RULE), Optional.empty());
  }

  static RouterSettings withVirtualMac() {
    HeldAddress there =
        new HeldAddress(ip("192.0.2.10"), 24, "vrrp.51", Optional.empty(), Scope.GLOBAL);
    return of("public", List.of(there), List.of(), List.of(), Optional.of(LINK));
  }

  static RouterSettings of(
      String name,
      List<HeldAddress> addresses,
      List<HeldRoute> routes,
      List<RuleSpec> rules,
      Optional<VirtualLink> link) {
    return new RouterSettings(
        name,
        "eth0",
        Family.IPV4,
        51,
        3,
        100,
        Duration.ofSeconds(1),
        true,
        Duration.ZERO,
        Duration.ZERO,
        3,
        Optional.empty(),
        List.of(),
        Optional.empty(),
        addresses,
        List.of(),
        new Authentication.None(),
        ChecksumForm.LEARNED,
        new Announcements(1, Duration.ZERO, Duration.ZERO, 1, Duration.ZERO, 1, 0),
        Optional.empty(),
        true,
        false,
        true,
        routes,
        rules,
        link);
  }

  /** The same without Accept_Mode. */
  static RouterSettings silent(RouterSettings router) {
    return new RouterSettings(
        router.name(),
        router.interfaceName(),
        router.family(),
        router.vrid(),
        router.version(),
        router.priority(),
        router.interval(),
        router.preempt(),
        router.preemptDelay(),
        router.startupDelay(),
        router.downTimerAdverts(),
        router.source(),
        router.peers(),
        router.secondInterface(),
        router.advertised(),
        router.excluded(),
        router.authentication(),
        router.checksum(),
        router.announcements(),
        router.lease(),
        router.repair(),
        router.defend(),
        false,
        router.routes(),
        router.rules(),
        router.virtualLink());
  }

  /** As the kernel has it. */
  static RouteSpec route(int link) {
    return new RouteSpec(
        ROUTE.to(),
        ROUTE.via(),
        link,
        ROUTE.source(),
        100,
        5,
        HeldAddress.TAG,
        RouteSpec.Type.UNICAST);
  }

  static InetAddress ip(String text) {
    InetAddress address = NetUtil.createInetAddressFromIpAddressString(text);
    if (address == null) {
      throw new IllegalArgumentException(text);
    }
    return address;
  }
}
