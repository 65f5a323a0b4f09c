package io.directord.failover;

import io.directord.failover.KernelAddresses.Observed;
import io.directord.failover.address.AddressPlanner;
import io.directord.failover.address.HeldAddress;
import io.directord.kernel.link.AddressChange;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Compares the kernel with what should be held, now and then and whenever something changed; puts
 * back what is missing and takes away what is left over. Confined to its loop.
 */
final class Sweeping {
  /** Events of one moment are one reading. */
  private static final long SETTLE_MILLIS = 5;

  /** Kernel and wishes are compared so often at least, whatever was heard or missed. */
  static final long LOOK_SECONDS = 30;

  private static final long RETRY_SECONDS = 1;

  private final GuardedLoop loop;
  private final KernelAddresses kernel;
  private final Holdings holdings;
  private final Announcing announcing;
  private final NetworkKeeper network;
  private final Consumer<FailoverEvent> onEvent;
  private final boolean passive;
  private final boolean tags;
  private LinkTable table = LinkTable.EMPTY;
  private Consumer<LinkTable> onLinks = _ -> {};
  private boolean readingDue;
  private int holds;
  private boolean closed;

  Sweeping(
      GuardedLoop loop,
      KernelAddresses kernel,
      Holdings holdings,
      Announcing announcing,
      NetworkKeeper network,
      Consumer<FailoverEvent> onEvent,
      boolean passive,
      boolean tags) {
    this.loop = loop;
    this.kernel = kernel;
    this.holdings = holdings;
    this.announcing = announcing;
    this.network = network;
    this.onEvent = onEvent;
    this.passive = passive;
    this.tags = tags;
  }

  /** Is told of the interfaces whenever they are not what they were. */
  void onLinks(Consumer<LinkTable> listener) {
    onLinks = listener;
  }

  /** As they were when they were last read. */
  LinkTable table() {
    return table;
  }

  void close() {
    closed = true;
  }

  /** While a claim is under way nobody looks: each address that it adds would be a reason to. */
  void hold(int more) {
    holds += more;
  }

  void lookSoon() {
    if (!readingDue && !closed) {
      readingDue = true;
      loop.schedule(
          () -> {
            readingDue = false;
            if (holds > 0) {
              lookSoon();
            } else {
              look();
            }
          },
          SETTLE_MILLIS,
          TimeUnit.MILLISECONDS);
    }
  }

  /** From now on every so often. */
  void lookAgain() {
    if (!closed) {
      lookSoon();
      loop.schedule(this::lookAgain, LOOK_SECONDS, TimeUnit.SECONDS);
    }
  }

  /** Completes when what was found wrong is set right, or could not be: then it is tried again. */
  CompletionStage<Void> look() {
    return read()
        .thenCompose(this::sweep)
        .exceptionally(_ -> {
          if (!closed) {
            loop.schedule(this::lookSoon, RETRY_SECONDS, TimeUnit.SECONDS);
          }
          return null;
        });
  }

  CompletionStage<Observed> read() {
    Set<InetAddress> dropped = holdings.dropped();
    return kernel
        .read()
        .thenApply(observed -> {
          holdings.forget(dropped, observed.addresses());
          LinkTable seen =
              LinkTable.of(observed.links(), observed.addresses(), holdings.everConfigured());
          if (passive) {
            seen = seen.holding(observed.links(), observed.addresses(), holdings.everConfigured());
          }
          if (!seen.equals(table)) {
            table = seen;
            announcing.onLinks(seen);
            onLinks.accept(seen);
          }
          return observed;
        });
  }

  /** Puts back what is missing, takes away what is left over. */
  CompletionStage<Void> sweep(Observed observed) {
    if (passive || closed) {
      return CompletableFuture.completedStage(null);
    }
    List<AddressChange> changes =
        AddressPlanner.plan(holdings.goal(), table.indexes(), observed.addresses(), tags);
    CompletionStage<Void> swept =
        changes.isEmpty()
            ? CompletableFuture.completedStage(null)
            : kernel
                .apply(changes)
                .thenAccept(result -> {
                  List<AddressChange> carriedOut = new ArrayList<>(changes);
                  result.refused().forEach(refusal -> carriedOut.remove(refusal.change()));
                  restored(carriedOut);
                });
    return swept.thenRun(() -> network.look(holdings.adopted()));
  }

  /** What a reload brought is announced; what was there before had been taken away. */
  private void restored(List<AddressChange> changes) {
    Set<InetAddress> added = new HashSet<>();
    for (AddressChange change : changes) {
      if (change instanceof AddressChange.AddAddress add) {
        added.add(add.address());
      }
    }
    if (added.isEmpty()) {
      return;
    }
    for (RouterSettings router : holdings.active()) {
      List<HeldAddress> back =
          router.addresses().stream().filter(held -> added.contains(held.address())).toList();
      announcing.announce(router, back, router.announcements().burst());
      for (HeldAddress held : back) {
        if (!holdings.settle(held)) {
          holdings.counters(router.name()).restored.increment();
          onEvent.accept(new FailoverEvent.AddressRestored(router.name(), held.address()));
        }
      }
    }
  }
}
