package io.directord.failover;

import io.directord.kernel.Errno;
import io.directord.kernel.link.Address;
import io.directord.kernel.link.AddressChange;
import io.directord.kernel.link.AddressRefusal;
import io.directord.kernel.link.AddressResult;
import io.directord.kernel.link.Link;
import io.directord.kernel.link.Links;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads and changes the kernel's addresses; says what it refused. Stages complete on its loop. */
final class KernelAddresses {
  private final Links links;
  private final Executor loop;
  private final Consumer<FailoverEvent> onEvent;
  private volatile boolean closed;

  /** Links and addresses at one moment, or nearly so. */
  record Observed(List<Link> links, List<Address> addresses) {}

  KernelAddresses(Links links, Executor loop, Consumer<FailoverEvent> onEvent) {
    this.links = links;
    this.loop = loop;
    this.onEvent = onEvent;
  }

  CompletionStage<Observed> read() {
    return links
        .links()
        .thenCombine(links.addresses(), Observed::new)
        .whenComplete((_, failure) -> tell(failure))
        .thenApplyAsync(observed -> observed, loop);
  }

  /** From now on failures are what is to be expected. */
  void close() {
    closed = true;
  }

  private void tell(@Nullable Throwable failure) {
    @Nullable Throwable cause =
        failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
    if (cause != null && !closed) {
      onEvent.accept(new FailoverEvent.AddressRefused(String.valueOf(cause.getMessage())));
    }
  }

  CompletionStage<AddressResult> apply(List<AddressChange> changes) {
    return links
        .apply(changes)
        .whenComplete((_, failure) -> tell(failure))
        .thenApplyAsync(
            result -> {
              for (AddressRefusal refusal : result.refused()) {
                if (!harmless(refusal)) {
                  onEvent.accept(new FailoverEvent.AddressRefused(refusal.text()));
                }
              }
              return result;
            },
            loop);
  }

  private static boolean harmless(AddressRefusal refusal) {
    return switch (refusal.change()) {
      case AddressChange.AddAddress _ -> refusal.errno() == Errno.EEXIST;
      case AddressChange.RenewAddress _ -> false;
      case AddressChange.RemoveAddress _ -> refusal.errno() == Errno.EADDRNOTAVAIL;
    };
  }
}
