package io.directord.director.host;

import io.directord.failover.filter.RulesKeeper;
import java.util.Optional;

/**
 * Whether the rules are in force. Pure.
 *
 * @param by {@code nft}, {@code iptables}, {@code none}
 * @param trouble why they are not
 */
public record RulesState(int markings, int masquerades, String by, Optional<String> trouble) {
  static RulesState of(RulesKeeper.State<HostRules> kept) {
    return new RulesState(
        kept.wanted().markings().size(),
        kept.wanted().masquerade().size(),
        kept.by(),
        kept.trouble());
  }

  public boolean wanted() {
    return markings + masquerades > 0;
  }

  public boolean inForce() {
    return wanted() && trouble.isEmpty();
  }
}
