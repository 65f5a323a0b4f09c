package io.directord.kernel.link;

import io.directord.kernel.KernelException;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * What leads from this host's network namespace to others: links of our making, routes and rules.
 * Nothing is remembered between calls. Thread-safe; stages complete on the adapter's own loop,
 * failures are {@link KernelException}s. Links are read with {@link Links}.
 */
public interface Network extends AutoCloseable {

  /** The routes of both families, in all tables, that were added under this number. */
  CompletionStage<List<RouteSpec>> routes(int protocol);

  /** The rules of both families that were added under this number. */
  CompletionStage<List<RuleSpec>> rules(int protocol);

  /** Carries out the changes in order; a refused one does not stop the rest. */
  CompletionStage<NetworkResult> apply(List<? extends NetworkChange> changes);

  @Override
  void close();
}
