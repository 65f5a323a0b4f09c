package io.directord.health.database;

import io.directord.health.Check;
import io.directord.health.Endpoint;
import io.directord.health.Password;
import io.directord.health.Probe;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * MySQL or MariaDB greets, and with a user takes a login and answers.
 *
 * @param database that the user is sent to; empty for none
 * @param query that must give at least one row; asks a user
 * @param readOnly what {@code @@global.read_only} must say; asks a user
 */
public record MysqlCheck(Credentials credentials, String database, Query query, ReadOnly readOnly)
    implements Check.Probed {

  /** Whether the server takes writes. */
  public enum ReadOnly {
    ANY,
    YES,
    NO;

    public static final Map<String, ReadOnly> WORDS = Map.of("any", ANY, "yes", YES, "no", NO);
  }

  public MysqlCheck {
    Query.requireName(database);
    if (credentials.anonymous() && credentials.hasPassword()) {
      throw new IllegalArgumentException("password needs a user beside it");
    }
    if (credentials.anonymous() && !database.isEmpty()) {
      throw new IllegalArgumentException("database needs a user beside it");
    }
    if (credentials.anonymous() && !query.isEmpty()) {
      throw new IllegalArgumentException("query needs a user beside it");
    }
    if (credentials.anonymous() && readOnly != ReadOnly.ANY) {
      throw new IllegalArgumentException("read-only needs a user beside it");
    }
  }

  @Override
  public String type() {
    return "mysql";
  }

  @Override
  public Check.Probed withPasswords(UnaryOperator<Password> others) {
    return new MysqlCheck(credentials.withPassword(others), database, query, readOnly);
  }

  @Override
  public boolean knowsStartTls() {
    return true;
  }

  @Override
  public Probe probe(Endpoint endpoint) {
    return new SessionProbe(endpoint, () -> new MysqlSession(this, endpoint));
  }
}
