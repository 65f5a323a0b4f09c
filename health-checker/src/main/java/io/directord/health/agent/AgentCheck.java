package io.directord.health.agent;

import io.directord.health.Check;
import io.directord.health.Endpoint;
import io.directord.health.Probe;

/**
 * An agent says one line in the words of HAProxy's {@code agent-check}.
 *
 * @param send what it is asked; empty sends nothing
 */
public record AgentCheck(String send) implements Check.Probed {
  public static final int SEND_CHARACTERS_MAX = 1024;

  public AgentCheck {
    if (send.length() > SEND_CHARACTERS_MAX) {
      throw new IllegalArgumentException(
          "send holds " + send.length() + " characters; the limit is " + SEND_CHARACTERS_MAX);
    }
  }

  @Override
  public String type() {
    return "agent";
  }

  @Override
  public Probe probe(Endpoint endpoint) {
    return new AgentProbe(endpoint, this);
  }
}
