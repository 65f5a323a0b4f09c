package io.directord.director.reconcile;

import io.directord.kernel.ipvs.IpvsTable;
import io.directord.kernel.ipvs.SyncDaemon;
import io.directord.kernel.ipvs.Timeouts;
import java.util.List;
import java.util.Optional;

/**
 * One reading of the kernel; what the configuration says nothing about is not read.
 *
 * @param timeouts absent when none is configured
 * @param syncDaemons absent when none is configured
 */
public record Observation(
    IpvsTable table, Optional<Timeouts> timeouts, Optional<List<SyncDaemon>> syncDaemons) {
  public static final Observation EMPTY =
      new Observation(IpvsTable.EMPTY, Optional.empty(), Optional.empty());

  /** With what an earlier table holds too in the place of its own. */
  Observation sharing(IpvsTable before) {
    return new Observation(table.sharing(before), timeouts, syncDaemons);
  }
}
