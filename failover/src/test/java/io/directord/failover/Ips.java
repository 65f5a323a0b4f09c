package io.directord.failover;

import io.directord.failover.address.Announcements;
import io.directord.failover.address.HeldAddress;
import io.directord.failover.wire.Authentication;
import io.directord.failover.wire.WireSettings.ChecksumForm;
import io.directord.kernel.Family;
import io.directord.kernel.link.Scope;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Addresses and routers from text, for tests. */
final class Ips {
  private Ips() {}

  static InetAddress ip(String text) {
    try {
      return InetAddress.getByAddress(NetUtil.createByteArrayFromIpAddressString(text));
    } catch (UnknownHostException impossible) {
      throw new AssertionError(impossible);
    }
  }

  static HeldAddress held(String ip) {
    return new HeldAddress(ip(ip), 32, "lab0", Optional.empty(), Scope.GLOBAL);
  }

  /** On lab0, with these addresses. */
  static RouterSettings router(
      String name, Optional<Duration> lease, boolean repair, String... addresses) {
    return router(name, 51, 100, lease, repair, addresses);
  }

  static RouterSettings router(
      String name,
      int vrid,
      int priority,
      Optional<Duration> lease,
      boolean repair,
      String... addresses) {
    return new RouterSettings(
        name,
        "lab0",
        Family.IPV4,
        vrid,
        3,
        priority,
        Duration.ofSeconds(1),
        true,
        Duration.ZERO,
        Duration.ZERO,
        3,
        Optional.empty(),
        List.of(),
        Optional.empty(),
        List.of(addresses).stream().map(Ips::held).toList(),
        List.of(),
        new Authentication.None(),
        ChecksumForm.LEARNED,
        Announcements.DEFAULT,
        lease,
        repair,
        true,
        true,
        List.of(),
        List.of(),
        Optional.empty());
  }
}
