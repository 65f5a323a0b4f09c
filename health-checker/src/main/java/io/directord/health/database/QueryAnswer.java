package io.directord.health.database;

import io.directord.health.transport.Quotes;
import java.util.Optional;

/** Whether the first column of the first row is what was expected. Pure. */
final class QueryAnswer {
  /** Stands for a column that is null. */
  static final String NULL = "NULL";

  private QueryAnswer() {}

  /**
   * @param first empty when there was no row
   */
  static Optional<String> complaint(Query query, Optional<String> first) {
    if (first.isEmpty()) {
      return Optional.of("the query gave no row");
    }
    return query
        .expect()
        .filter(expected -> !expected.equals(first.get()))
        .map(expected ->
            "the query gave " + Quotes.of(first.get()) + ", expected " + Quotes.of(expected));
  }
}
