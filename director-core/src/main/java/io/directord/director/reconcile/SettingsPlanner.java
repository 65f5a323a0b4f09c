package io.directord.director.reconcile;

import io.directord.director.config.DirectorConfig;
import io.directord.director.config.IpvsConfig;
import io.directord.director.config.SyncConfig;
import io.directord.kernel.ipvs.IpvsChange;
import io.directord.kernel.ipvs.SyncDaemon;
import io.directord.kernel.ipvs.Timeouts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Plans what belongs to no service: timeouts and the sync daemons. Pure. */
final class SettingsPlanner {
  private SettingsPlanner() {}

  static List<IpvsChange> plan(DirectorConfig config, Observation observed, boolean active) {
    List<IpvsChange> changes = new ArrayList<>();
    observed
        .timeouts()
        .ifPresent(held -> {
          Timeouts wanted = wanted(config.ipvs().timeouts(), held);
          if (!wanted.equals(held)) {
            changes.add(new IpvsChange.SetTimeouts(wanted));
          }
        });
    observed
        .syncDaemons()
        .ifPresent(
            held -> config.ipvs().sync().ifPresent(sync -> sync(changes, sync, active, held)));
    return changes;
  }

  private static Timeouts wanted(IpvsConfig.Timeouts configured, Timeouts held) {
    return new Timeouts(
        seconds(configured.tcp(), held.tcpSeconds()),
        seconds(configured.tcpFin(), held.tcpFinSeconds()),
        seconds(configured.udp(), held.udpSeconds()));
  }

  private static int seconds(Optional<Duration> configured, int held) {
    return configured.map(duration -> (int) duration.toSeconds()).orElse(held);
  }

  private static void sync(
      List<IpvsChange> changes, SyncConfig sync, boolean active, List<SyncDaemon> held) {
    Set<SyncDaemon.Role> roles = roles(sync, active);
    for (SyncDaemon daemon : held) {
      if (!roles.contains(daemon.role()) || !runs(daemon, daemon(sync, daemon.role()))) {
        changes.add(new IpvsChange.StopSyncDaemon(daemon.role()));
      }
    }
    for (SyncDaemon.Role role : roles) {
      SyncDaemon wanted = daemon(sync, role);
      if (held.stream().noneMatch(daemon -> runs(daemon, wanted))) {
        changes.add(new IpvsChange.StartSyncDaemon(wanted));
      }
    }
  }

  private static Set<SyncDaemon.Role> roles(SyncConfig sync, boolean active) {
    return switch (sync.mode()) {
      case BOTH -> EnumSet.allOf(SyncDaemon.Role.class);
      case MASTER -> EnumSet.of(SyncDaemon.Role.MASTER);
      case BACKUP -> EnumSet.of(SyncDaemon.Role.BACKUP);
      case FOLLOW -> EnumSet.of(active ? SyncDaemon.Role.MASTER : SyncDaemon.Role.BACKUP);
    };
  }

  private static SyncDaemon daemon(SyncConfig sync, SyncDaemon.Role role) {
    return new SyncDaemon(
        role,
        sync.interfaceName(),
        sync.id(),
        sync.maxLength().isPresent() ? Optional.of(sync.maxLength().getAsInt()) : Optional.empty(),
        Optional.of(sync.group()),
        Optional.of(sync.port()),
        Optional.of(sync.ttl()));
  }

  /** The kernel reports the length it chose where none was asked for. */
  private static boolean runs(SyncDaemon held, SyncDaemon wanted) {
    return held.role() == wanted.role()
        && held.networkInterface().equals(wanted.networkInterface())
        && held.syncId() == wanted.syncId()
        && held.group().equals(wanted.group())
        && held.port().equals(wanted.port())
        && held.ttl().equals(wanted.ttl())
        && (wanted.maxBytes().isEmpty() || held.maxBytes().equals(wanted.maxBytes()));
  }
}
