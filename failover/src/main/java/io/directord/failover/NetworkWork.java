package io.directord.failover;

import io.directord.kernel.KernelException;
import io.directord.kernel.link.Network;
import io.directord.kernel.link.NetworkChange;
import io.directord.kernel.link.NetworkRefusal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Works on links, routes and rules one thing after the other, so that what was read still holds
 * when it is acted upon. Tells of the same trouble once, until it is over. Confined to its loop.
 */
final class NetworkWork {
  private final Executor loop;
  private final Network network;
  private final Consumer<FailoverEvent> onEvent;
  private final Consumer<Throwable> onBug;
  private final Set<String> told = new HashSet<>();
  private final Set<String> stillSo = new HashSet<>();
  private CompletionStage<Void> last = CompletableFuture.completedStage(null);

  NetworkWork(
      Executor loop, Network network, Consumer<FailoverEvent> onEvent, Consumer<Throwable> onBug) {
    this.loop = loop;
    this.network = network;
    this.onEvent = onEvent;
    this.onBug = onBug;
  }

  Network network() {
    return network;
  }

  Executor loop() {
    return loop;
  }

  /** Completes normally, on the loop, whatever the kernel said. */
  CompletionStage<Void> inTurn(Supplier<CompletionStage<Void>> work) {
    CompletionStage<Void> next =
        last.thenComposeAsync(_ -> work.get(), loop)
            .handleAsync(
                (_, failure) -> {
                  if (failure != null) {
                    failed(failure);
                  }
                  return null;
                },
                loop);
    last = next;
    return next;
  }

  /** Answers with what was carried out. */
  CompletionStage<List<NetworkChange>> apply(
      List<NetworkChange> changes, Predicate<NetworkRefusal> harmless) {
    if (changes.isEmpty()) {
      return CompletableFuture.completedStage(List.of());
    }
    return network
        .apply(changes)
        .thenApplyAsync(
            result -> {
              List<NetworkChange> done = new ArrayList<>(changes);
              for (NetworkRefusal refusal : result.refused()) {
                done.remove(refusal.change());
                if (!harmless.test(refusal)) {
                  tell(refusal.text());
                }
              }
              return done;
            },
            loop);
  }

  void tell(String trouble) {
    stillSo.add(trouble);
    if (told.add(trouble)) {
      onEvent.accept(new FailoverEvent.NetworkRefused(trouble));
    }
  }

  /** A look ends: what was not met again since the last one is over. */
  void looked() {
    told.retainAll(stillSo);
    stillSo.clear();
  }

  private void failed(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof KernelException refused) {
      tell(String.valueOf(refused.getMessage()));
    } else {
      onBug.accept(cause);
    }
  }
}
