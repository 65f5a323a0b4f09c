package io.directord.health.database;

import io.directord.health.Check;
import io.directord.health.Endpoint;
import io.directord.health.Password;
import io.directord.health.Probe;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A broker takes a client.
 *
 * @param ping whether it must answer a PINGREQ, too
 */
public record MqttCheck(Credentials credentials, Version version, boolean ping)
    implements Check.Probed {

  /** Of the protocol. */
  public enum Version {
    V3_1_1(4),
    V5(5);

    public static final Map<String, Version> WORDS = Map.of("3.1.1", V3_1_1, "5", V5);

    private final int level;

    Version(int level) {
      this.level = level;
    }

    int level() {
      return level;
    }
  }

  public MqttCheck {
    if (credentials.anonymous() && credentials.hasPassword() && version == Version.V3_1_1) {
      throw new IllegalArgumentException("password needs a user beside it");
    }
  }

  @Override
  public String type() {
    return "mqtt";
  }

  @Override
  public Check.Probed withPasswords(UnaryOperator<Password> others) {
    return new MqttCheck(credentials.withPassword(others), version, ping);
  }

  @Override
  public Probe probe(Endpoint endpoint) {
    return new SessionProbe(endpoint, () -> new MqttSession(this));
  }
}
