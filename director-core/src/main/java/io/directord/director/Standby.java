package io.directord.director;

import io.directord.director.config.DirectorConfig;
import io.directord.director.config.RealServer;
import io.directord.director.config.SyncConfig;
import io.directord.director.config.SyncConfig.BackupOnly;
import io.directord.director.config.SyncConfig.Mode;
import io.directord.director.config.VirtualService;
import io.directord.kernel.ipvs.Forwarding;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What this node does, while it is a backup, with packets that the active director balances to it.
 * They are still addressed to the service (direct routing, or unwrapped from a tunnel), so its own
 * table balances them again: to another server, or back, until their TTL is used up. Pure.
 */
public sealed interface Standby {
  /** Whether {@code net.ipv4.vs.backup_only} is to be set. */
  record Setting(boolean backupOnly, String because) implements Standby {}

  /** It balances again, and this would keep it from that. */
  record BalancesAgain(String because) implements Standby {}

  static Standby of(DirectorConfig config, Set<InetAddress> own) {
    Optional<SyncConfig> sync = config.ipvs().sync();
    boolean follows = sync.filter(each -> each.mode() == Mode.FOLLOW).isPresent();
    BackupOnly asked = sync.map(SyncConfig::backupOnly).orElse(BackupOnly.AUTO);
    if (follows && asked == BackupOnly.ALWAYS) {
      return new Setting(true, "backup-only = true");
    }
    List<String> servers =
        config.routers().isEmpty() ? List.of() : balancedAgain(config, own, follows);
    if (servers.isEmpty()) {
      return new Setting(false, "no real server is this node itself");
    }
    String who = "real server " + text(servers) + " is this node itself";
    if (follows && asked == BackupOnly.AUTO) {
      return new Setting(true, who);
    }
    return new BalancesAgain(
        who
            + ": as backup it balances again what the active director sends it, perhaps in a"
            + " circle; "
            + remedy(sync, follows, asked));
  }

  private static String remedy(Optional<SyncConfig> sync, boolean follows, BackupOnly asked) {
    if (sync.isEmpty()) {
      return "configure ipvs.sync, on both directors";
    }
    String mode = follows ? "" : "set ipvs.sync.mode = follow";
    String only = asked == BackupOnly.NEVER ? "set ipvs.sync.backup-only = auto" : "";
    return mode + (mode.isEmpty() || only.isEmpty() ? "" : " and ") + only;
  }

  /**
   * Whether the kernel's setting keeps even an active director from balancing: where a backup
   * daemon runs always.
   */
  static boolean never(DirectorConfig config, String held) {
    return !held.equals("0")
        && config
            .ipvs()
            .sync()
            .filter(sync -> sync.mode() == Mode.BOTH || sync.mode() == Mode.BACKUP)
            .isPresent();
  }

  /**
   * Real servers that others may balance to. A last resort is mostly each node's own: it is reason
   * enough for a setting that does no harm, but not for a warning.
   */
  private static List<String> balancedAgain(
      DirectorConfig config, Set<InetAddress> own, boolean withLastResort) {
    List<String> servers = new ArrayList<>();
    for (VirtualService service : config.services()) {
      Stream.concat(
              service.servers().stream(), service.lastResort().stream().filter(_ -> withLastResort))
          .filter(server -> own.contains(server.address()))
          .filter(server -> !server.address().isLoopbackAddress() && keepsDestination(server))
          .forEach(server -> servers.add(service.name() + "/" + server.name()));
    }
    return servers;
  }

  private static boolean keepsDestination(RealServer server) {
    return switch (server.spec().forwarding()) {
      case Forwarding.Direct _, Forwarding.Tunnel _ -> true;
      case Forwarding.Masquerade _, Forwarding.Local _ -> false;
    };
  }

  private static String text(List<String> servers) {
    int more = servers.size() - 1;
    return servers.getFirst() + (more == 0 ? "" : " (and " + more + " more)");
  }
}
