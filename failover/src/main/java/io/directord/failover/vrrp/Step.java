package io.directord.failover.vrrp;

import java.util.List;

/**
 * What an event came to. Pure.
 *
 * @param because one sentence, for log and status; empty when nothing is worth telling
 */
public record Step(State next, List<Effect> effects, String because) {
  public Step {
    effects = List.copyOf(effects);
  }

  static Step stay(State state) {
    return new Step(state, List.of(), "");
  }

  static Step to(State next, String because, Effect... effects) {
    return new Step(next, List.of(effects), because);
  }
}
