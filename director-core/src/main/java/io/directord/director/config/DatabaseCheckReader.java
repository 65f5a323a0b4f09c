package io.directord.director.config;

import io.directord.health.Check;
import io.directord.health.Password;
import io.directord.health.database.Credentials;
import io.directord.health.database.MemcachedCheck;
import io.directord.health.database.MysqlCheck;
import io.directord.health.database.PostgresCheck;
import io.directord.health.database.Query;
import io.directord.health.database.RedisCheck;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what only checks of databases and caches have. */
final class DatabaseCheckReader {
  private static final RedisCheck REDIS =
      new RedisCheck(Credentials.NONE, RedisCheck.Role.ANY, false);
  private static final MemcachedCheck MEMCACHED = new MemcachedCheck("");
  private static final MysqlCheck MYSQL =
      new MysqlCheck(Credentials.NONE, "", Query.NONE, MysqlCheck.ReadOnly.ANY);
  private static final PostgresCheck POSTGRESQL =
      new PostgresCheck(Credentials.NONE, "", Query.NONE, PostgresCheck.Role.ANY);

  static final List<CheckKind> KINDS =
      List.of(
          kind(
              REDIS,
              Set.of("user", "password", "role", "replica-connected"),
              DatabaseCheckReader::redis),
          kind(MEMCACHED, Set.of("key"), DatabaseCheckReader::memcached),
          kind(
              MYSQL,
              Set.of("user", "password", "database", "query", "expect", "read-only"),
              DatabaseCheckReader::mysql),
          kind(
              POSTGRESQL,
              Set.of("user", "password", "database", "query", "expect", "role"),
              DatabaseCheckReader::postgresql));

  private DatabaseCheckReader() {}

  static CheckKind kind(Check plain, Set<String> keys, CheckKind.Reader reader) {
    return new CheckKind(plain.type(), CheckKind.Way.CONNECTION, Optional.of(plain), keys, reader);
  }

  static Optional<Credentials> credentials(Section section, Credentials base) {
    String user = section.text("user").orElse(base.user());
    Optional<Password> password = PasswordReader.read(section, "password").or(base::password);
    return section.build(() -> new Credentials(user, password));
  }

  private static Optional<Check> redis(Section section, Optional<Check> base) {
    RedisCheck defaults = (RedisCheck) base.orElse(REDIS);
    RedisCheck.Role role = section.choice("role", RedisCheck.Role.WORDS, defaults.role());
    boolean connected = section.flag("replica-connected", defaults.replicaConnected());
    return credentials(section, defaults.credentials())
        .filter(_ -> section.clean())
        .flatMap(who -> section.build(() -> new RedisCheck(who, role, connected)));
  }

  private static Optional<Check> memcached(Section section, Optional<Check> base) {
    String key = section.text("key").orElse(((MemcachedCheck) base.orElse(MEMCACHED)).key());
    return section.build(() -> new MemcachedCheck(key));
  }

  private static Optional<Check> mysql(Section section, Optional<Check> base) {
    MysqlCheck defaults = (MysqlCheck) base.orElse(MYSQL);
    String database = section.text("database").orElse(defaults.database());
    MysqlCheck.ReadOnly readOnly =
        section.choice("read-only", MysqlCheck.ReadOnly.WORDS, defaults.readOnly());
    Optional<Query> query = query(section, defaults.query());
    return credentials(section, defaults.credentials())
        .filter(_ -> section.clean() && query.isPresent())
        .flatMap(who ->
            section.build(() -> new MysqlCheck(who, database, query.orElseThrow(), readOnly)));
  }

  private static Optional<Check> postgresql(Section section, Optional<Check> base) {
    PostgresCheck defaults = (PostgresCheck) base.orElse(POSTGRESQL);
    String database = section.text("database").orElse(defaults.database());
    PostgresCheck.Role role = section.choice("role", PostgresCheck.Role.WORDS, defaults.role());
    Optional<Query> query = query(section, defaults.query());
    return credentials(section, defaults.credentials())
        .filter(_ -> section.clean() && query.isPresent())
        .flatMap(who ->
            section.build(() -> new PostgresCheck(who, database, query.orElseThrow(), role)));
  }

  private static Optional<Query> query(Section section, Query base) {
    String sql = section.text("query").orElse(base.sql());
    Optional<String> expect = section.text("expect").or(base::expect);
    return section.build(() -> new Query(sql, expect));
  }
}
