package io.directord.health.database;

import io.directord.health.Check;
import io.directord.health.Endpoint;
import io.directord.health.Password;
import io.directord.health.Probe;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * PostgreSQL takes a login, and answers.
 *
 * @param credentials without a user, it is enough that the server asks who we are
 * @param database empty for the one that has the user's name
 * @param query that must give at least one row; asks a user
 * @param role what {@code pg_is_in_recovery()} must say; asks a user
 */
public record PostgresCheck(Credentials credentials, String database, Query query, Role role)
    implements Check.Probed {

  /** A standby is in recovery. */
  public enum Role {
    ANY,
    PRIMARY,
    STANDBY;

    public static final Map<String, Role> WORDS =
        Map.of("any", ANY, "primary", PRIMARY, "standby", STANDBY);
  }

  public PostgresCheck {
    Query.requireName(database);
    if (credentials.anonymous() && credentials.hasPassword()) {
      throw new IllegalArgumentException("password needs a user beside it");
    }
    if (credentials.anonymous() && !query.isEmpty()) {
      throw new IllegalArgumentException("query needs a user beside it");
    }
    if (credentials.anonymous() && role != Role.ANY) {
      throw new IllegalArgumentException("role needs a user beside it");
    }
  }

  @Override
  public String type() {
    return "postgresql";
  }

  @Override
  public Check.Probed withPasswords(UnaryOperator<Password> others) {
    return new PostgresCheck(credentials.withPassword(others), database, query, role);
  }

  @Override
  public boolean knowsStartTls() {
    return true;
  }

  @Override
  public Probe probe(Endpoint endpoint) {
    ScramMemory memory = new ScramMemory();
    return new SessionProbe(
        endpoint, () -> new PostgresSession(this, endpoint.startsTls(), memory));
  }
}
