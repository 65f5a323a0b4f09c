package io.directord.health.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;

/**
 * What a database is asked.
 *
 * @param sql one statement that gives a row; empty asks nothing
 * @param expect what the first column of the first row must be
 */
public record Query(String sql, Optional<String> expect) {
  public static final Query NONE = new Query("", Optional.empty());
  public static final int SQL_BYTES_MAX = 8 * 1024;
  private static final int NAME_BYTES_MAX = 256;

  /** Of a whole answer: a query of a check asks for one row. */
  static final int ANSWER_BYTES_MAX = 64 * 1024;

  public Query {
    if (sql.getBytes(UTF_8).length > SQL_BYTES_MAX || sql.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "query must have at most " + SQL_BYTES_MAX + " bytes, and none of them zero");
    }
    if (sql.isEmpty() && expect.isPresent()) {
      throw new IllegalArgumentException("expect needs a query beside it");
    }
  }

  boolean isEmpty() {
    return sql.isEmpty();
  }

  static void requireName(String database) {
    if (database.getBytes(UTF_8).length > NAME_BYTES_MAX
        || database.chars().anyMatch(c -> c < ' ')) {
      throw new IllegalArgumentException(
          "database must have at most " + NAME_BYTES_MAX + " bytes on one line");
    }
  }
}
