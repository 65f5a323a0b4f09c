package io.directord.health.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.directord.health.transport.Quotes;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads one reply of the Redis protocol (RESP2), in pieces of any size. Nested lists are kept flat:
 * a list is an item that holds its length, and its elements follow. No socket, no clock.
 */
final class RespReply {
  static final int BYTES_MAX = 64 * 1024;
  static final int ITEMS_MAX = 4096;
  private static final int LINE_CHARS_MAX = 512;

  private final List<Item> items = new ArrayList<>();
  private final ByteArrayOutputStream text = new ByteArrayOutputStream();
  private long missing = 1;
  private int bytesRead;
  private long bulkMissing = -1;
  private Progress progress = new Progress.More();

  /**
   * @param type the byte that the protocol begins it with
   * @param text of a list, its length; of what is null, empty
   */
  record Item(char type, String text) {
    boolean isError() {
      return type == '-';
    }

    boolean isList() {
      return type == '*';
    }
  }

  sealed interface Progress {
    record More() implements Progress {}

    /** Never empty. */
    record Complete(List<Item> items) implements Progress {}

    record Malformed(String why) implements Progress {}
  }

  /** Leaves what follows the reply unread. */
  Progress read(ByteBuf bytes) {
    while (progress instanceof Progress.More && bytes.isReadable()) {
      if (bytesRead++ == BYTES_MAX) {
        progress = new Progress.Malformed("a Redis reply of more than " + BYTES_MAX + " bytes");
      } else {
        byte next = bytes.readByte();
        text.write(next);
        if (bulkMissing >= 0) {
          bulk();
        } else if (text.size() == 1 && "+-:$*".indexOf(next) < 0) {
          progress = malformed(bytes);
        } else if (next == '\n') {
          line();
        } else if (text.size() > LINE_CHARS_MAX) {
          progress = malformed(bytes);
        }
      }
    }
    return progress;
  }

  private void bulk() {
    if (--bulkMissing < 0) {
      byte[] found = text.toByteArray();
      add(new Item('$', new String(found, 0, found.length - 2, UTF_8)));
    }
  }

  private void line() {
    String line = text.toString(UTF_8).stripTrailing();
    char type = line.isEmpty() ? ' ' : line.charAt(0);
    String rest = line.isEmpty() ? "" : line.substring(1);
    switch (type) {
      case '+', '-', ':' -> add(new Item(type, rest));
      case '$', '*' -> {
        int length = length(rest);
        if (length < -1) {
          progress = malformed();
        } else if (length < 0) {
          add(new Item(type, ""));
        } else if (type == '*') {
          missing += length;
          add(new Item(type, rest));
        } else {
          text.reset();
          bulkMissing = length + 1L; // and the end of its line, less one
        }
      }
      default -> progress = malformed();
    }
  }

  private void add(Item item) {
    text.reset();
    bulkMissing = -1;
    items.add(item);
    missing--;
    if (missing == 0) {
      progress = new Progress.Complete(List.copyOf(items));
    } else if (missing + items.size() > ITEMS_MAX) {
      progress = new Progress.Malformed("a Redis reply of more than " + ITEMS_MAX + " parts");
    }
  }

  /** -1 for null; -2 for what is no length. */
  private static int length(String digits) {
    if (digits.equals("-1")) {
      return -1;
    }
    int length = digits.matches("\\d{1,6}") ? Integer.parseInt(digits) : -2;
    return length > BYTES_MAX ? -2 : length;
  }

  private Progress malformed(ByteBuf rest) {
    while (rest.isReadable() && text.size() <= Quotes.CHARS_MAX) {
      text.write(rest.readByte());
    }
    return malformed();
  }

  private Progress malformed() {
    return new Progress.Malformed("not Redis: " + Quotes.of(text.toByteArray()));
  }
}
