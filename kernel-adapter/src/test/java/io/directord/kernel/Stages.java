package io.directord.kernel;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What a stage came to, for tests; a wait that is too long is a failure. */
public final class Stages {
  private static final long SECONDS_MAX = 30;

  private Stages() {}

  public static <T> T get(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(SECONDS_MAX, TimeUnit.SECONDS);
    } catch (ExecutionException | InterruptedException | TimeoutException failed) {
      throw new AssertionError(failed);
    }
  }

  /** The kernel's refusal that the stage failed with. */
  public static KernelException failure(CompletionStage<?> stage) {
    ExecutionException failed =
        assertThrows(
            ExecutionException.class,
            () -> stage.toCompletableFuture().get(SECONDS_MAX, TimeUnit.SECONDS));
    return assertInstanceOf(KernelException.class, failed.getCause());
  }
}
