package io.directord.health.http;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Takes an HTTP/1.1 answer's content out of its framing (RFC 9112, section 6), in pieces of any
 * size. No socket, no clock.
 */
final class Http1Body {
  /** Of a chunk's size with its extensions, and of all trailers. */
  static final int LINES_BYTES_MAX = 8 * 1024;

  private static final int LENGTH_DIGITS_MAX = 18;
  private static final int CHUNK_DIGITS_MAX = 8;
  private static final int NO_CONTENT = 204;
  private static final int NOT_MODIFIED = 304;

  private Part part;
  private long left;
  private int digits;
  private int lineBytes;

  sealed interface Progress {
    Progress MORE = new More();

    record More() implements Progress {}

    /** Valid until the next bytes are read. */
    record Content(ByteBuf bytes) implements Progress {}

    record End() implements Progress {}

    record Malformed(String why) implements Progress {}
  }

  private enum Part {
    /** As many bytes as are left; without chunks, that is all. */
    LENGTH,
    UNTIL_CLOSE,
    CHUNK_SIZE,
    CHUNK_EXTENSION,
    CHUNK,
    CHUNK_END,
    TRAILER_START,
    TRAILER,
    END
  }

  private Http1Body(Part part, long left) {
    this.part = part;
    this.left = left;
  }

  /** Null when the header contradicts itself. */
  static @Nullable Http1Body of(int status, boolean headerOnly, AnswerFields fields) {
    if (headerOnly || status == NO_CONTENT || status == NOT_MODIFIED) {
      return new Http1Body(Part.END, 0);
    }
    String coding = fields.get("transfer-encoding");
    if (coding != null) {
      int comma = coding.lastIndexOf(',');
      boolean chunked = coding.substring(comma + 1).strip().equalsIgnoreCase("chunked");
      return new Http1Body(chunked ? Part.CHUNK_SIZE : Part.UNTIL_CLOSE, 0);
    }
    String length = fields.get("content-length");
    if (length == null) {
      return new Http1Body(Part.UNTIL_CLOSE, 0);
    }
    long bytes = length(length);
    return bytes < 0 ? null : new Http1Body(bytes == 0 ? Part.END : Part.LENGTH, bytes);
  }

  /** Called again and again, until it wants more bytes. */
  Progress read(ByteBuf bytes) {
    while (part != Part.END && bytes.isReadable()) {
      if (part == Part.LENGTH || part == Part.UNTIL_CLOSE || part == Part.CHUNK) {
        return content(bytes);
      }
      String wrong = readLine((char) bytes.readUnsignedByte());
      if (wrong != null) {
        return new Progress.Malformed(wrong);
      }
    }
    return part == Part.END ? new Progress.End() : Progress.MORE;
  }

  /** Whether the end of the connection is the end of the content. */
  boolean endsWithConnection() {
    return part == Part.UNTIL_CLOSE;
  }

  private Progress content(ByteBuf bytes) {
    int length = bytes.readableBytes();
    if (part != Part.UNTIL_CLOSE) {
      length = (int) Math.min(left, length);
      left -= length;
      if (left == 0) {
        part = part == Part.CHUNK ? Part.CHUNK_END : Part.END;
      }
    }
    return new Progress.Content(bytes.readSlice(length));
  }

  /** Returns what is wrong with it. */
  private @Nullable String readLine(char next) {
    if (++lineBytes > LINES_BYTES_MAX) {
      return "more than " + LINES_BYTES_MAX + " bytes between two chunks of the body";
    }
    switch (part) {
      case CHUNK_SIZE -> {
        return readSize(next);
      }
      case CHUNK_EXTENSION -> {
        if (next == '\n') {
          sizeIsRead();
        }
      }
      case CHUNK_END -> {
        if (next == '\n') {
          part = Part.CHUNK_SIZE;
          digits = 0;
          lineBytes = 0;
        } else if (next != '\r') {
          return "a chunk of the body is longer than it says";
        }
      }
      case TRAILER_START -> {
        if (next == '\n') {
          part = Part.END;
        } else if (next != '\r') {
          part = Part.TRAILER;
        }
      }
      case TRAILER -> part = next == '\n' ? Part.TRAILER_START : Part.TRAILER;
      case LENGTH, UNTIL_CLOSE, CHUNK, END -> throw new IllegalStateException("no line: " + part);
    }
    return null;
  }

  private @Nullable String readSize(char next) {
    int digit = Character.digit(next, 16);
    if (digit >= 0 && next <= 'f' && digits < CHUNK_DIGITS_MAX) {
      left = left * 16 + digit;
      digits++;
      return null;
    }
    boolean ends = next == '\r' || next == '\n' || next == ';' || next == ' ' || next == '\t';
    if (digits == 0 || !ends) {
      return "the size of a chunk of the body is no number";
    }
    part = Part.CHUNK_EXTENSION;
    if (next == '\n') {
      sizeIsRead();
    }
    return null;
  }

  private void sizeIsRead() {
    part = left == 0 ? Part.TRAILER_START : Part.CHUNK;
  }

  /** Negative when it is no length; the same one twice is one (RFC 9112, section 6.3). */
  private static long length(String text) {
    long length = -1;
    for (String each : text.split(",", -1)) {
      String number = each.strip();
      boolean digits = !number.isEmpty() && number.chars().allMatch(c -> '0' <= c && c <= '9');
      if (!digits || number.length() > LENGTH_DIGITS_MAX) {
        return -1;
      }
      long value = Long.parseLong(number, 10);
      if (length >= 0 && value != length) {
        return -1;
      }
      length = value;
    }
    return length;
  }
}
