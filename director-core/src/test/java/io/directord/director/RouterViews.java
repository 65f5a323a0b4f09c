package io.directord.director;

import io.directord.failover.RouterCounters;
import io.directord.failover.RouterSettings;
import io.directord.failover.RoutersView.Peer;
import io.directord.failover.RoutersView.Rival;
import io.directord.failover.RoutersView.RouterView;
import io.directord.failover.RoutersView.Shadow;
import io.directord.failover.address.Announcements;
import io.directord.failover.address.HeldAddress;
import io.directord.failover.vrrp.Role;
import io.directord.failover.wire.Authentication;
import io.directord.failover.wire.WireSettings.ChecksumForm;
import io.directord.kernel.Family;
import io.directord.kernel.link.Scope;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Virtual routers as failover shows them, for tests. */
public final class RouterViews {
  public static final InetAddress PEER = InetAddress.ofLiteral("192.0.2.2");

  private RouterViews() {}

  /** Holds 192.0.2.10/24 on eth0; as a Backup it follows a peer, as Active it has a rival. */
  public static RouterView router(String name, Role role, Map<String, String> faults) {
    return new RouterView(
        settings(name),
        role,
        90,
        Instant.EPOCH,
        "because",
        role == Role.BACKUP ? Optional.of(new Peer(PEER, 150)) : Optional.empty(),
        faults,
        role == Role.ACTIVE ? Optional.of(new Rival(PEER, Instant.EPOCH)) : Optional.empty(),
        Optional.empty(),
        new RouterCounters());
  }

  /** A Backup in a shadow, on a host that has the addresses all the same. */
  public static RouterView disagreeing(String name) {
    return new RouterView(
        settings(name),
        Role.BACKUP,
        90,
        Instant.EPOCH,
        "because",
        Optional.of(new Peer(PEER, 150)),
        Map.of(),
        Optional.empty(),
        Optional.of(
            new Shadow(Role.BACKUP, Role.ACTIVE, true, Instant.EPOCH, "here are 1 of 1 addresses")),
        new RouterCounters());
  }

  private static RouterSettings settings(String name) {
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
        List.of(
            new HeldAddress(
                InetAddress.ofLiteral("192.0.2.10"), 24, "eth0", Optional.empty(), Scope.GLOBAL)),
        List.of(),
        new Authentication.None(),
        ChecksumForm.LEARNED,
        Announcements.DEFAULT,
        Optional.empty(),
        true,
        true,
        true,
        List.of(),
        List.of(),
        Optional.empty());
  }
}
