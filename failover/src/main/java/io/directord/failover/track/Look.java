package io.directord.failover.track;

import java.util.function.Consumer;

/** How a paced thing is looked at, once. */
@FunctionalInterface
interface Look {
  /**
   * Begins to look, and never blocks.
   *
   * @param said gets the outcome, once; on any thread
   * @param done nothing of this look is left, so another may begin; once, not before the outcome
   * @return ends the look early
   */
  Runnable begin(Consumer<Outcome> said, Runnable done);
}
