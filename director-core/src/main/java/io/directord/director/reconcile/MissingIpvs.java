package io.directord.director.reconcile;

import io.directord.kernel.Errno;
import io.directord.kernel.KernelException;
import io.directord.kernel.ipvs.ApplyResult;
import io.directord.kernel.ipvs.Ipvs;
import io.directord.kernel.ipvs.IpvsChange;
import io.directord.kernel.ipvs.IpvsInfo;
import io.directord.kernel.ipvs.IpvsTable;
import io.directord.kernel.ipvs.SyncDaemon;
import io.directord.kernel.ipvs.Timeouts;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * A kernel that perhaps has no IPVS: then its table is empty, which is all that a director without
 * virtual services needs. Everything else is refused as the kernel does it.
 */
public final class MissingIpvs implements Ipvs {
  private final Ipvs real;

  public MissingIpvs(Ipvs real) {
    this.real = real;
  }

  @Override
  public CompletionStage<IpvsInfo> info() {
    return real.info();
  }

  @Override
  public CompletionStage<IpvsTable> table() {
    return real.table()
        .exceptionally(failure -> {
          if (missing(failure)) {
            return IpvsTable.EMPTY;
          }
          throw failure instanceof CompletionException wrapped
              ? wrapped
              : new CompletionException(failure);
        });
  }

  @Override
  public CompletionStage<ApplyResult> apply(List<? extends IpvsChange> changes) {
    return real.apply(changes);
  }

  @Override
  public CompletionStage<Timeouts> timeouts() {
    return real.timeouts();
  }

  @Override
  public CompletionStage<List<SyncDaemon>> syncDaemons() {
    return real.syncDaemons();
  }

  @Override
  public void close() {
    real.close();
  }

  /** Whether the kernel knows no family of that name: the module is not there. */
  public static boolean missing(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof KernelException refused && refused.errno() == Errno.ENOENT;
  }
}
