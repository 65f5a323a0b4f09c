package io.directord.kernel.link;

import io.directord.kernel.KernelException;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * The links of this host's network namespace, their addresses and neighbours. Nothing is remembered
 * between calls. Thread-safe; stages complete on the adapter's own loop, failures are {@link
 * KernelException}s.
 */
public interface Links extends AutoCloseable {

  CompletionStage<List<Link>> links();

  CompletionStage<List<Address>> addresses();

  CompletionStage<List<Neighbor>> neighbors();

  /** Carries out the changes in order; a refused one does not stop the rest. */
  CompletionStage<AddressResult> apply(List<? extends AddressChange> changes);

  /**
   * Hears of changes from now on, on the adapter's own loop. Listen first and read afterwards, or
   * what happens in between is missed.
   */
  void listen(Consumer<LinkEvent> listener) throws KernelException;

  @Override
  void close();
}
