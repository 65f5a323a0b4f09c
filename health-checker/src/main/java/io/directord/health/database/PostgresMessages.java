package io.directord.health.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.directord.health.transport.Quotes;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** Cuts what PostgreSQL sends into messages, and writes what it is sent (protocol 3.0). Pure. */
final class PostgresMessages {
  private static final int HEADER_BYTES = 5;
  private static final int PROTOCOL = 3 << 16;
  private static final int SSL_REQUEST = 80_877_103;

  /** All that a server may say: anything else is no PostgreSQL. */
  private static final String TYPES = "RSKZENTDCIAv";

  private final byte[] header = new byte[HEADER_BYTES];
  private byte[] body = new byte[0];
  private int read;
  private long bytesRead;

  sealed interface Next {
    record More() implements Next {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Message(char type, byte[] body) implements Next {}

    record Malformed(String why) implements Next {}
  }

  Next next(ByteBuf bytes) {
    while (bytes.isReadable() && read < HEADER_BYTES) {
      header[read++] = bytes.readByte();
      if (TYPES.indexOf(header[0]) < 0) {
        byte[] words = new byte[Math.min(bytes.readableBytes(), Quotes.CHARS_MAX)];
        bytes.readBytes(words);
        return new Next.Malformed(
            "not PostgreSQL: " + Quotes.of((char) header[0] + new String(words, UTF_8)));
      }
      if (read == HEADER_BYTES) {
        long length = (ByteBuffer.wrap(header, 1, 4).getInt() & 0xffff_ffffL) - 4;
        bytesRead += HEADER_BYTES + Math.max(0, length);
        if (length < 0 || bytesRead > Query.ANSWER_BYTES_MAX) {
          return new Next.Malformed(
              "an answer of more than " + Query.ANSWER_BYTES_MAX + " bytes, or not PostgreSQL");
        }
        body = new byte[(int) length];
      }
    }
    if (read < HEADER_BYTES) {
      return new Next.More();
    }
    int part = Math.min(bytes.readableBytes(), HEADER_BYTES + body.length - read);
    bytes.readBytes(body, read - HEADER_BYTES, part);
    read += part;
    if (read < HEADER_BYTES + body.length) {
      return new Next.More();
    }
    read = 0;
    byte[] whole = body;
    body = new byte[0];
    return new Next.Message((char) header[0], whole);
  }

  /** Such as a password, a query, or goodbye. */
  static byte[] message(char type, byte[] body) {
    return ByteBuffer.allocate(HEADER_BYTES + body.length)
        .put((byte) type)
        .putInt(4 + body.length)
        .put(body)
        .array();
  }

  static byte[] text(char type, String text) {
    return message(type, (text + "\0").getBytes(UTF_8));
  }

  static byte[] encryption() {
    return ByteBuffer.allocate(8).putInt(8).putInt(SSL_REQUEST).array();
  }

  static byte[] startup(String user, String database) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("user", user);
    if (!database.isEmpty()) {
      parameters.put("database", database);
    }
    parameters.put("application_name", "directord");
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    parameters.forEach(
        (name, value) -> body.writeBytes((name + "\0" + value + "\0").getBytes(UTF_8)));
    body.write(0);
    return ByteBuffer.allocate(8 + body.size())
        .putInt(8 + body.size())
        .putInt(PROTOCOL)
        .put(body.toByteArray())
        .array();
  }
}
