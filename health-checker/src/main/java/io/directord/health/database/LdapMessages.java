package io.directord.health.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.directord.health.transport.Quotes;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.util.Optional;

/** Reads and writes the messages of LDAP (RFC 4511) in BER, of definite lengths. Pure. */
final class LdapMessages {
  /** Of all that a server says to one probe. */
  static final int BYTES_MAX = 64 * 1024;

  static final int BIND_ANSWER = 0x61;
  static final int ENTRY = 0x64;
  static final int SEARCH_DONE = 0x65;
  static final int REFERENCE = 0x73;
  static final int EXTENDED_ANSWER = 0x78;

  private static final int SEQUENCE = 0x30;
  private static final int INTEGER = 2;
  private static final int OCTETS = 4;
  private static final int ENUMERATED = 10;
  private static final int BIND = 0x60;
  private static final int UNBIND = 0x42;
  private static final int SEARCH = 0x63;
  private static final int EXTENDED = 0x77;
  private static final int SIMPLE = 0x80;
  private static final int PRESENT = 0x87;
  private static final int EQUAL = 0xa3;
  private static final int LENGTH_BYTES_MAX = 4;

  private final ByteArrayOutputStream message = new ByteArrayOutputStream();
  private int bytesRead;

  /** Size of the message, once its length has been read. */
  private int whole = -1;

  sealed interface Next {
    record More() implements Next {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Message(int id, int type, byte[] body) implements Next {}

    record Malformed(String why) implements Next {}
  }

  /**
   * What an answer says at its end.
   *
   * @param words for people; often empty
   */
  record Result(int code, String words) {
    static Optional<Result> parse(byte[] body) {
      Fields fields = new Fields(body);
      Optional<byte[]> code = element(fields, ENUMERATED);
      Optional<byte[]> matched = element(fields, OCTETS);
      Optional<byte[]> words = element(fields, OCTETS);
      return code.isPresent() && code.get().length == 1 && matched.isPresent() && words.isPresent()
          ? Optional.of(new Result(code.get()[0] & 0xff, new String(words.get(), UTF_8)))
          : Optional.empty();
    }
  }

  Next next(ByteBuf bytes) {
    while (bytes.isReadable()) {
      message.write(bytes.readByte());
      if (bytesRead++ == BYTES_MAX) {
        return new Next.Malformed("an answer of more than " + BYTES_MAX + " bytes, or not LDAP");
      }
      if (message.size() <= 2 + LENGTH_BYTES_MAX || message.size() == whole) {
        Optional<Next> complete = complete();
        if (complete.isPresent()) {
          return complete.get();
        }
      }
    }
    return new Next.More();
  }

  private Optional<Next> complete() {
    byte[] found = message.toByteArray();
    Fields fields = new Fields(found);
    if (fields.int8() != SEQUENCE) {
      return Optional.of(malformed(found));
    }
    int length = length(fields);
    if (fields.overrun()) {
      return Optional.empty();
    }
    if (length < 0) {
      return Optional.of(malformed(found));
    }
    whole = found.length - fields.left() + length;
    if (found.length < whole) {
      return Optional.empty();
    }
    message.reset();
    whole = -1;
    Optional<byte[]> id = element(fields, INTEGER);
    int type = fields.int8();
    byte[] body = fields.take(length(fields));
    return Optional.of(
        id.isEmpty() || id.get().length > 4 || fields.overrun()
            ? malformed(found)
            : new Next.Message(number(id.get()), type, body));
  }

  static byte[] bind(int id, String user, byte[] password) {
    return message(
        id,
        element(
            BIND,
            element(INTEGER, new byte[] {3}),
            element(OCTETS, user.getBytes(UTF_8)),
            element(SIMPLE, password)));
  }

  /** Of one entry, without its attributes. */
  static byte[] search(int id, String base, LdapFilter filter) {
    byte[] attribute = filter.attribute().getBytes(UTF_8);
    byte[] matching =
        filter.value().isEmpty()
            ? element(PRESENT, attribute)
            : element(EQUAL, element(OCTETS, attribute), element(OCTETS, filter.valueBytes()));
    return message(
        id,
        element(
            SEARCH,
            element(OCTETS, base.getBytes(UTF_8)),
            element(ENUMERATED, new byte[] {0}), // this entry alone
            element(ENUMERATED, new byte[] {0}), // aliases are not followed
            element(INTEGER, new byte[] {1}), // entries
            element(INTEGER, new byte[] {0}), // seconds: the probe has its own
            element(1, new byte[] {0}), // a flag: values, too
            matching,
            element(SEQUENCE, element(OCTETS, "1.1".getBytes(UTF_8)))));
  }

  /** RFC 4511, section 4.14. */
  static byte[] startTls(int id) {
    byte[] name = "1.3.6.1.4.1.1466.20037".getBytes(UTF_8);
    return message(id, element(EXTENDED, element(SIMPLE, name)));
  }

  static byte[] unbind(int id) {
    return message(id, element(UNBIND));
  }

  private static byte[] message(int id, byte[] operation) {
    return element(SEQUENCE, element(INTEGER, new byte[] {(byte) id}), operation);
  }

  static byte[] element(int type, byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(type);
    if (length < 0x80) {
      bytes.write(length);
    } else {
      bytes.write(0x82);
      bytes.write(length >> 8);
      bytes.write(length);
    }
    for (byte[] part : parts) {
      bytes.writeBytes(part);
    }
    return bytes.toByteArray();
  }

  private static Optional<byte[]> element(Fields fields, int type) {
    int found = fields.int8();
    byte[] content = fields.take(length(fields));
    return found == type && !fields.overrun() ? Optional.of(content) : Optional.empty();
  }

  /** -1 for one that is too long, or not definite. */
  private static int length(Fields fields) {
    int first = fields.int8();
    if (first < 0x80) {
      return first;
    }
    int bytes = first - 0x80;
    if (bytes == 0 || bytes > LENGTH_BYTES_MAX) {
      return -1;
    }
    long length = 0;
    for (int n = 0; n < bytes; n++) {
      length = length << 8 | fields.int8();
    }
    return length > BYTES_MAX ? -1 : (int) length;
  }

  private static int number(byte[] bytes) {
    int number = 0;
    for (byte each : bytes) {
      number = (number << 8) | (each & 0xff);
    }
    return number;
  }

  private static Next malformed(byte[] found) {
    return new Next.Malformed("not LDAP: " + Quotes.of(found));
  }
}
