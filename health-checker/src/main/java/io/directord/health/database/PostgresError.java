package io.directord.health.database;

import io.directord.health.transport.Quotes;

/**
 * What an ErrorResponse says. Pure.
 *
 * @param state SQLSTATE, five characters
 */
record PostgresError(String state, String message) {
  static PostgresError parse(byte[] body) {
    Fields fields = new Fields(body);
    String state = "";
    String message = "";
    int type = fields.int8();
    while (type != 0) {
      String text = fields.zeroTerminated();
      state = type == 'C' ? text : state;
      message = type == 'M' ? text : message;
      type = fields.int8();
    }
    return new PostgresError(state.matches("[0-9A-Z]{5}") ? state : "no SQLSTATE", message);
  }

  /** It knows nothing of this user or database: so it is there, and takes logins. */
  boolean isAboutIdentity() {
    return state.startsWith("28") || state.equals("3D000");
  }

  String words() {
    String known =
        switch (state) {
          case "57P03" -> "takes no logins now (57P03): ";
          case "57P01" -> "is being shut down (57P01): ";
          case "53300" -> "has too many connections (53300): ";
          default -> "error " + state + ": ";
        };
    return known + Quotes.of(message);
  }
}
