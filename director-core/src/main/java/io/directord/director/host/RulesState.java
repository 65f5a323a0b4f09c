package io.directord.director.host;

import java.util.Optional;

/**
 * Whether the rules are in force. Pure.
 *
 * @param by {@code nft}, {@code iptables}, {@code none}
 * @param trouble why they are not
 */
public record RulesState(int markings, int masquerades, String by, Optional<String> trouble) {
  static final RulesState NONE = new RulesState(0, 0, "none", Optional.empty());

  public boolean wanted() {
    return markings + masquerades > 0;
  }

  public boolean inForce() {
    return wanted() && trouble.isEmpty();
  }
}
