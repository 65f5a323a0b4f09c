package io.directord.director.reconcile;

import io.directord.kernel.ipvs.ApplyResult;
import io.directord.kernel.ipvs.Ipvs;
import io.directord.kernel.ipvs.IpvsChange;
import io.directord.kernel.ipvs.IpvsInfo;
import io.directord.kernel.ipvs.IpvsTable;
import io.directord.kernel.ipvs.SyncDaemon;
import io.directord.kernel.ipvs.Timeouts;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Reads a kernel where it can, sees an empty one where it cannot, and changes nothing. */
public final class ShadowIpvs implements Ipvs {
  /** What a kernel starts with ({@code net/netfilter/ipvs/ip_vs_proto_tcp.c}, {@code _udp.c}). */
  private static final Timeouts KERNEL_TIMEOUTS = new Timeouts(900, 120, 300);

  private final Ipvs real;

  public ShadowIpvs(Ipvs real) {
    this.real = real;
  }

  @Override
  public CompletionStage<IpvsInfo> info() {
    return real.info().exceptionally(_ -> new IpvsInfo("0.0.0", 0));
  }

  @Override
  public CompletionStage<IpvsTable> table() {
    return real.table().exceptionally(_ -> IpvsTable.EMPTY);
  }

  @Override
  public CompletionStage<ApplyResult> apply(List<? extends IpvsChange> changes) {
    throw new IllegalStateException("a shadow director changes nothing");
  }

  @Override
  public CompletionStage<Timeouts> timeouts() {
    return real.timeouts().exceptionally(_ -> KERNEL_TIMEOUTS);
  }

  @Override
  public CompletionStage<List<SyncDaemon>> syncDaemons() {
    return real.syncDaemons().exceptionally(_ -> List.of());
  }

  @Override
  public void close() {
    real.close();
  }
}
