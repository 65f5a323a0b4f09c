package io.directord.director.reconcile;

import io.directord.director.config.RealServer;

/** What is to become of one configured server, and why. */
public record ServerDecision(
    RealServer server, ServerState state, Placement placement, String because) {

  /** Where a server stands in the kernel. */
  public sealed interface Placement {
    /** In its services with this weight. */
    record At(int weight) implements Placement {}

    /** In none. */
    record Out() implements Placement {}

    /** With the weight that the kernel has for it; in none where the kernel has none. */
    record AsFound() implements Placement {}
  }

  /** Whether it may get new connections. */
  public boolean serves() {
    return placement instanceof Placement.At(int weight) && weight > 0;
  }
}
