package io.directord.kernel.netlink;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Stages that fail with what went wrong itself, however many steps they were composed of. */
public final class Unwrapped {
  private Unwrapped() {}

  /** The same outcome, without the {@link CompletionException} that composing wraps around it. */
  public static <T> CompletionStage<T> of(CompletionStage<T> stage) {
    CompletableFuture<T> done = new CompletableFuture<>();
    relay(stage, done);
    return done;
  }

  static <T> void relay(CompletionStage<T> from, CompletableFuture<T> to) {
    from.whenComplete((value, failure) -> {
      if (failure == null) {
        to.complete(value);
      } else {
        to.completeExceptionally(cause(failure));
      }
    });
  }

  private static Throwable cause(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }
}
