package io.directord.failover.track;

import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** Asks whether a neighbour is there. */
@FunctionalInterface
public interface GatewayProbe {
  /**
   * Whether the address answered in time. Never blocks; may complete on any thread; exceptionally
   * for trouble of our own, which says nothing about the address.
   */
  CompletionStage<Boolean> ask(InetAddress address, Duration timeout);
}
