package io.directord.health.database;

import io.directord.health.Check;
import io.directord.health.Endpoint;
import io.directord.health.Password;
import io.directord.health.Probe;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Redis, Valkey, or what speaks their protocol answers PING.
 *
 * @param credentials shown by AUTH, if there is a password
 * @param replicaConnected of a replica, whether its master must be in touch
 */
public record RedisCheck(Credentials credentials, Role role, boolean replicaConnected)
    implements Check.Probed {

  /** What ROLE must say. */
  public enum Role {
    ANY,
    MASTER,
    REPLICA;

    public static final Map<String, Role> WORDS =
        Map.of("any", ANY, "master", MASTER, "replica", REPLICA);
  }

  public RedisCheck {
    if (!credentials.anonymous() && !credentials.hasPassword()) {
      throw new IllegalArgumentException("user needs a password beside it");
    }
    if (replicaConnected && role != Role.REPLICA) {
      throw new IllegalArgumentException(
          "replica-connected is asked of a replica only: give role = replica");
    }
  }

  @Override
  public String type() {
    return "redis";
  }

  @Override
  public Check.Probed withPasswords(UnaryOperator<Password> others) {
    return new RedisCheck(credentials.withPassword(others), role, replicaConnected);
  }

  @Override
  public Probe probe(Endpoint endpoint) {
    return new RedisProbe(endpoint, this);
  }
}
