package io.directord.director.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.directord.director.Configs;
import io.directord.director.config.DirectorConfig;
import io.directord.kernel.ipvs.IpvsChange;
import io.directord.kernel.ipvs.IpvsTable;
import io.directord.kernel.ipvs.SyncDaemon;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SettingsPlannerTest {
  private static final DirectorConfig FOLLOWS =
      Configs.director(
          """
          virtual-routers { public { interface = eth0, vrid = 51, addresses = ["192.0.2.10/24"] } }
          ipvs { sync { interface = eth1, mode = follow } }
          """);

  @Test
  void theSyncDaemonFollowsTheVirtualRouters() {
    List<SyncDaemon> held = new ArrayList<>();
    assertEquals(List.of("start MASTER"), carryOut(held, true));
    assertEquals(List.of(), carryOut(held, true));
    assertEquals(List.of("stop MASTER", "start BACKUP"), carryOut(held, false));
    assertEquals(List.of(), carryOut(held, false));
    assertEquals(List.of("stop BACKUP", "start MASTER"), carryOut(held, true));
  }

  @Test
  void daemonsThatWereNotReadAreLeftAlone() {
    assertEquals(List.of(), SettingsPlanner.plan(FOLLOWS, Observation.EMPTY, true));
  }

  private static List<String> carryOut(List<SyncDaemon> held, boolean active) {
    List<String> done = new ArrayList<>();
    Observation observed =
        new Observation(IpvsTable.EMPTY, Optional.empty(), Optional.of(List.copyOf(held)));
    for (IpvsChange change : SettingsPlanner.plan(FOLLOWS, observed, active)) {
      if (change instanceof IpvsChange.StopSyncDaemon(var role)) {
        held.removeIf(daemon -> daemon.role() == role);
        done.add("stop " + role);
      } else if (change instanceof IpvsChange.StartSyncDaemon(var daemon)) {
        held.add(daemon);
        done.add("start " + daemon.role());
      }
    }
    return done;
  }
}
