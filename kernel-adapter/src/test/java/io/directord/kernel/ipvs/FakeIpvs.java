package io.directord.kernel.ipvs;

import io.directord.kernel.Errno;
import io.directord.kernel.KernelException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An IPVS table in memory that answers as the kernel does; {@code IpvsContract} holds both to it.
 * Thread-safe; stages are complete when they are returned, so what follows runs on the caller's
 * thread.
 */
public final class FakeIpvs implements Ipvs {
  private record Trap(Predicate<? super IpvsChange> matches, Errno errno) {}

  private final FakeTable table = new FakeTable();
  private final List<Trap> traps = new ArrayList<>();
  private final List<List<IpvsChange>> batches = new ArrayList<>();
  private final List<IpvsChange> applied = new ArrayList<>();
  private @Nullable Errno nextTable;
  private @Nullable Errno nextApply;
  private boolean absent;
  private boolean closed;
  private int tables;

  @Override
  public synchronized CompletionStage<IpvsInfo> info() {
    return answer("IPVS version", null, new IpvsInfo("1.2.1", 4096));
  }

  @Override
  public synchronized CompletionStage<IpvsTable> table() {
    tables++;
    Errno failure = nextTable;
    nextTable = null;
    return answer(
        "reading the IPVS table",
        failure,
        new IpvsTable(Collections.unmodifiableMap(new LinkedHashMap<>(table.services))));
  }

  @Override
  public synchronized CompletionStage<ApplyResult> apply(List<? extends IpvsChange> changes) {
    Errno failure = nextApply;
    nextApply = null;
    if (failure != null || absent || closed) {
      return answer("changing the IPVS table", failure, new ApplyResult(0, List.of()));
    }
    batches.add(List.copyOf(changes));
    List<Refusal> refused = new ArrayList<>();
    for (IpvsChange change : changes) {
      sprung(change)
          .or(() -> table.apply(change))
          .ifPresentOrElse(
              errno -> refused.add(new Refusal(change, errno.number(), "")),
              () -> applied.add(change));
    }
    return CompletableFuture.completedStage(
        new ApplyResult(changes.size() - refused.size(), refused));
  }

  @Override
  public synchronized CompletionStage<Timeouts> timeouts() {
    return answer("IPVS timeouts", null, table.timeouts);
  }

  @Override
  public synchronized CompletionStage<List<SyncDaemon>> syncDaemons() {
    return answer("IPVS sync daemons", null, List.copyOf(table.daemons.values()));
  }

  @Override
  public synchronized void close() {
    closed = true;
  }

  /** The next change that matches is refused, once; traps are tried in the order they were set. */
  public synchronized void refuseNext(Predicate<? super IpvsChange> matches, Errno errno) {
    traps.add(new Trap(matches, errno));
  }

  /** The next {@link #table()} fails. */
  public synchronized void failNextTable(Errno errno) {
    nextTable = errno;
  }

  /** The next {@link #apply} fails as a whole and changes nothing. */
  public synchronized void failNextApply(Errno errno) {
    nextApply = errno;
  }

  /** A kernel without ip_vs: everything fails, until it is loaded again. */
  public synchronized void loaded(boolean present) {
    absent = !present;
  }

  /** A kernel without IPv6. */
  public synchronized void withoutIpv6() {
    table.ipv6 = false;
  }

  public synchronized void withoutScheduler(String name) {
    table.missingSchedulers.add(name);
  }

  /** Sync daemons can run on any interface, until told otherwise. */
  public synchronized void withoutInterface(String name) {
    table.missingInterfaces.add(name);
  }

  /** What the director did not do: changes that are neither trapped nor recorded. */
  public synchronized void behindTheBack(IpvsChange... changes) {
    for (IpvsChange change : changes) {
      Optional<Errno> refused = table.apply(change);
      if (refused.isPresent()) {
        throw new IllegalArgumentException(change.ipvsadm() + ": " + refused.get());
      }
    }
  }

  /** Sets the connections of a server that is there. */
  public synchronized void connections(
      ServiceKey service, ServerKey server, long active, long inactive) {
    table.seen(
        service,
        server,
        before -> new ObservedServer(before.spec(), active, inactive, 0, before.counters()));
  }

  /** Sets the counters of a server that is there. */
  public synchronized void counters(ServiceKey service, ServerKey server, Counters counters) {
    table.seen(
        service,
        server,
        before ->
            new ObservedServer(
                before.spec(),
                before.activeConnections(),
                before.inactiveConnections(),
                before.persistentConnections(),
                counters));
  }

  /** Sets the counters of a service that is there. */
  public synchronized void counters(ServiceKey service, Counters counters) {
    table.seen(service, before -> new ObservedService(before.spec(), counters, before.servers()));
  }

  /** Each list of changes that reached the table, refused ones included. */
  public synchronized List<List<IpvsChange>> batches() {
    return List.copyOf(batches);
  }

  /** Each change that was carried out, in order. */
  public synchronized List<IpvsChange> applied() {
    return List.copyOf(applied);
  }

  /** How often the table was asked for. */
  public synchronized int tablesRead() {
    return tables;
  }

  /** Forgets what was recorded; the table stays. */
  public synchronized void forget() {
    batches.clear();
    applied.clear();
    tables = 0;
  }

  private Optional<Errno> sprung(IpvsChange change) {
    for (Iterator<Trap> rest = traps.iterator(); rest.hasNext(); ) {
      Trap trap = rest.next();
      if (trap.matches().test(change)) {
        rest.remove();
        return Optional.of(trap.errno());
      }
    }
    return Optional.empty();
  }

  private <T> CompletionStage<T> answer(String subject, @Nullable Errno failure, T value) {
    if (closed) {
      return CompletableFuture.failedStage(
          new KernelException(subject, Errno.UNKNOWN, "the socket is closed"));
    }
    if (absent) {
      return CompletableFuture.failedStage(NetlinkIpvs.absent());
    }
    return failure == null
        ? CompletableFuture.completedStage(value)
        : CompletableFuture.failedStage(new KernelException(subject, failure.number()));
  }
}
