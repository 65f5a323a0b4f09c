package io.directord.director.reconcile;

import io.directord.director.config.IpvsConfig;
import io.directord.kernel.ipvs.Ipvs;
import io.directord.kernel.ipvs.SyncDaemon;
import io.directord.kernel.ipvs.Timeouts;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Reads of the kernel what a configuration speaks of. */
public final class KernelReading {
  private KernelReading() {}

  public static CompletionStage<Observation> read(Ipvs ipvs, IpvsConfig config) {
    CompletionStage<Optional<Timeouts>> timeouts =
        config.timeouts().equals(IpvsConfig.Timeouts.KERNEL)
            ? CompletableFuture.completedStage(Optional.empty())
            : ipvs.timeouts().thenApply(Optional::of);
    CompletionStage<Optional<List<SyncDaemon>>> daemons =
        config.sync().isEmpty()
            ? CompletableFuture.completedStage(Optional.empty())
            : ipvs.syncDaemons().thenApply(Optional::of);
    return ipvs.table()
        .thenCombine(timeouts, (table, held) -> new Observation(table, held, Optional.empty()))
        .thenCombine(daemons, (seen, held) -> new Observation(seen.table(), seen.timeouts(), held));
  }
}
