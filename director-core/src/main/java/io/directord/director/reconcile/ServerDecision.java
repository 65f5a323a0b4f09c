package io.directord.director.reconcile;

import io.directord.director.config.RealServer;
import java.util.OptionalInt;

/**
 * What is to become of one configured server, and why.
 *
 * @param asked what the server itself wishes; the placement has it already
 * @param startedPercent the share of its weight that it has come to in a slow start
 */
public record ServerDecision(
    RealServer server,
    ServerState state,
    Placement placement,
    String because,
    Asked asked,
    OptionalInt startedPercent) {

  /** Where a server stands in the kernel. */
  public sealed interface Placement {
    /** In its services with this weight. */
    record At(int weight) implements Placement {}

    /** In none. */
    record Out() implements Placement {}

    /** With the weight that the kernel has for it; in none where the kernel has none. */
    record AsFound() implements Placement {}
  }

  /** Of a server that wishes nothing. */
  public ServerDecision(RealServer server, ServerState state, Placement placement, String because) {
    this(server, state, placement, because, Asked.NOTHING);
  }

  ServerDecision(
      RealServer server, ServerState state, Placement placement, String because, Asked asked) {
    this(server, state, placement, because, asked, OptionalInt.empty());
  }

  /** Whether it may get new connections. */
  public boolean serves() {
    return placement instanceof Placement.At(int weight) && weight > 0;
  }

  /** The same server elsewhere, for one more reason. */
  ServerDecision placed(Placement other, String further) {
    return new ServerDecision(
        server, state, other, because + "; " + further, asked, startedPercent);
  }
}
