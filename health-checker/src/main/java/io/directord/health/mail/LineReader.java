package io.directord.health.mail;

import io.netty.buffer.ByteBuf;
import java.util.Optional;

/** Makes lines of bytes that come in pieces of any size. A line ends with LF, or CR LF. Pure. */
final class LineReader {
  /** Eight times of what SMTP allows; capabilities of IMAP make long lines. */
  static final int BYTES_MAX = 4096;

  private final StringBuilder text = new StringBuilder();

  /** Without its end, a character for each byte; reads no further than that. */
  Optional<String> read(ByteBuf bytes) {
    while (bytes.isReadable() && !isTooLong()) {
      char next = (char) bytes.readUnsignedByte();
      if (next == '\n') {
        int end = text.length();
        boolean carriage = end > 0 && text.charAt(end - 1) == '\r';
        String line = text.substring(0, carriage ? end - 1 : end);
        text.setLength(0);
        return Optional.of(line);
      }
      text.append(next);
    }
    return Optional.empty();
  }

  /** Nothing more is read then. */
  boolean isTooLong() {
    return text.length() > BYTES_MAX;
  }

  /** Of the line that has not ended yet. */
  String begun() {
    return text.toString();
  }
}
