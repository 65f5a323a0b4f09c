package io.directord.kernel.ipvs;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The kernel's IPVS table. Nothing is remembered between calls: what is answered is what the kernel
 * said. Thread-safe; stages complete on the adapter's own loop, failures are {@link
 * io.directord.kernel.KernelException}s.
 */
public interface Ipvs extends AutoCloseable {

  /** Version and size; fails with what to do when this kernel has no IPVS. */
  CompletionStage<IpvsInfo> info();

  /** Reads all services with their servers and counters. */
  CompletionStage<IpvsTable> table();

  /** Carries out the changes in order; a refused one does not stop the rest. */
  CompletionStage<ApplyResult> apply(List<? extends IpvsChange> changes);

  CompletionStage<Timeouts> timeouts();

  /** The daemons that run, at most one a role. */
  CompletionStage<List<SyncDaemon>> syncDaemons();

  @Override
  void close();
}
