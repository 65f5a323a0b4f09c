package io.directord.health.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.directord.health.transport.Quotes;
import java.util.Optional;

/** Reads what a query of MySQL's text protocol comes to, and keeps one column of one row. Pure. */
final class MysqlResult {
  private static final int OK = 0;
  private static final int NULL = 0xfb;
  private static final int SHORT = 0xfc;
  private static final int MIDDLE = 0xfd;
  private static final int EOF = 0xfe;
  private static final int EOF_BYTES_MAX = 8;
  private static final int ERROR = 0xff;

  private Part part = Part.HEAD;
  private int columnsMissing;
  private Optional<String> first = Optional.empty();

  private enum Part {
    HEAD,
    COLUMNS,
    COLUMNS_END,
    ROWS
  }

  sealed interface Progress {
    record More() implements Progress {}

    /**
     * All of them have come.
     *
     * @param first column of the first row, if there was one
     */
    record Rows(Optional<String> first) implements Progress {}

    record Refused(String why) implements Progress {}

    record Malformed(String why) implements Progress {}
  }

  /** Of one packet, which is not empty. */
  Progress read(byte[] payload) {
    int type = payload[0] & 0xff;
    boolean end = type == EOF && payload.length <= EOF_BYTES_MAX;
    if (type == ERROR) {
      return new Progress.Refused(MysqlGreeting.refusal(payload));
    }
    switch (part) {
      case HEAD -> {
        if (type == OK) {
          return new Progress.Rows(Optional.empty()); // a statement without a result
        }
        columnsMissing = length(new Fields(payload));
        part = Part.COLUMNS;
        if (columnsMissing < 1) {
          return malformed(payload);
        }
      }
      case COLUMNS -> {
        columnsMissing--;
        part = columnsMissing == 0 ? Part.COLUMNS_END : Part.COLUMNS;
      }
      case COLUMNS_END -> {
        part = Part.ROWS;
        if (!end) {
          return malformed(payload);
        }
      }
      case ROWS -> {
        if (end) {
          return new Progress.Rows(first);
        }
        if (first.isEmpty()) {
          Fields fields = new Fields(payload);
          int length = type == NULL ? 0 : length(fields);
          first = Optional.of(type == NULL ? QueryAnswer.NULL : text(fields, length));
          if (fields.overrun()) {
            return malformed(payload);
          }
        }
      }
    }
    return new Progress.More();
  }

  private static String text(Fields fields, int length) {
    return new String(fields.take(length), UTF_8);
  }

  /** A number of variable length; -1 for more than an answer can hold. */
  private static int length(Fields fields) {
    int type = fields.int8();
    return switch (type) {
      case SHORT -> fields.littleInt16();
      case MIDDLE -> fields.littleInt24();
      default -> type < NULL ? type : -1;
    };
  }

  private static Progress malformed(byte[] payload) {
    return new Progress.Malformed("not MySQL: a query answered with " + Quotes.of(payload));
  }
}
