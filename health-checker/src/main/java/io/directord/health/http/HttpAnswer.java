package io.directord.health.http;

import io.netty.buffer.ByteBuf;

/**
 * Reads an HTTP/1.x answer up to the end of its header, in pieces of any size. Keeps none of it but
 * the status, unless its fields are asked for. Interim answers (RFC 9110, section 15.2) are passed
 * over. No socket, no clock.
 */
final class HttpAnswer {
  /** Interim answers included. */
  static final int HEADER_BYTES_MAX = 32 * 1024;

  private static final int QUOTE_CHARS_MAX = 32;
  private static final int SWITCHING_PROTOCOLS = 101;
  private static final int OK = 200;

  /** {@code 9} stands for any digit; what follows it is a space or the end of the line. */
  private static final String STATUS_LINE = "HTTP/1.9 999";

  private final StringBuilder statusLine = new StringBuilder(STATUS_LINE.length());
  private final StringBuilder line = new StringBuilder(0);
  private final boolean keepsFields;
  private final AnswerFields fields;
  private Part part = Part.STATUS;
  private int bytesRead;
  private int status;

  sealed interface Progress {
    record More() implements Progress {}

    /** A final answer. */
    record Status(int code) implements Progress {}

    record Malformed(String why) implements Progress {}
  }

  private enum Part {
    STATUS,
    REASON,
    LINE_START,
    LINE
  }

  HttpAnswer(boolean keepsFields) {
    this.keepsFields = keepsFields;
    this.fields = keepsFields ? new AnswerFields() : AnswerFields.NONE;
  }

  Progress read(ByteBuf bytes) {
    while (bytes.isReadable()) {
      if (bytesRead++ == HEADER_BYTES_MAX) {
        return new Progress.Malformed("an HTTP header of more than " + HEADER_BYTES_MAX + " bytes");
      }
      char next = (char) bytes.readUnsignedByte();
      switch (part) {
        case STATUS -> {
          if (!readStatus(next)) {
            return new Progress.Malformed("not HTTP: \"" + quote(next, bytes) + "\"");
          }
        }
        case REASON -> part = next == '\n' ? Part.LINE_START : Part.REASON;
        case LINE -> readLine(next);
        case LINE_START -> {
          if (next == '\n') {
            if (isFinal()) {
              return new Progress.Status(status);
            }
            statusLine.setLength(0);
            if (keepsFields) {
              fields.clear();
            }
            part = Part.STATUS;
          } else if (next != '\r') {
            part = Part.LINE;
            readLine(next);
          }
        }
      }
    }
    return new Progress.More();
  }

  /** None, unless they were asked for. */
  AnswerFields fields() {
    return fields;
  }

  /** What is missing. */
  String stage() {
    String connected = status == 0 ? "connected, " : "HTTP " + status + ", ";
    return connected
        + switch (part) {
          case STATUS ->
              statusLine.isEmpty()
                  ? "waiting for the status line"
                  : "waiting for the rest of the status line";
          case REASON, LINE_START, LINE -> "waiting for the end of the header";
        };
  }

  /** Returns whether this can still become a status line. */
  private boolean readStatus(char next) {
    int at = statusLine.length();
    if (at == STATUS_LINE.length()) {
      part = next == '\n' ? Part.LINE_START : Part.REASON;
      status = Integer.parseInt(statusLine.substring(at - 3), 10);
      return status >= 100 && (next == ' ' || next == '\r' || next == '\n');
    }
    statusLine.append(next);
    char expected = STATUS_LINE.charAt(at);
    return expected == '9' ? '0' <= next && next <= '9' : next == expected;
  }

  private void readLine(char next) {
    if (next == '\n') {
      part = Part.LINE_START;
      if (keepsFields) {
        fields.addLine(line.toString());
        line.setLength(0);
      }
    } else if (keepsFields && next != '\r') {
      line.append(next);
    }
  }

  private boolean isFinal() {
    return status >= OK || status == SWITCHING_PROTOCOLS;
  }

  private String quote(char last, ByteBuf rest) {
    StringBuilder text = new StringBuilder();
    statusLine.chars().forEach(c -> text.append((char) c));
    if (statusLine.length() == STATUS_LINE.length() && part != Part.STATUS) {
      text.append(last);
    }
    while (rest.isReadable() && text.length() < QUOTE_CHARS_MAX) {
      text.append((char) rest.readUnsignedByte());
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~' || c == '"') {
        text.setCharAt(i, '.');
      }
    }
    return text.toString();
  }
}
