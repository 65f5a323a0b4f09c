package io.directord.health.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.directord.health.transport.Quotes;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.util.Optional;

/** Cuts what a broker sends into packets, and writes what it is sent (MQTT 3.1.1 and 5). Pure. */
final class MqttPackets {
  static final int CONNACK = 0x20;
  static final int PINGRESP = 0xd0;
  static final byte[] PINGREQ = {(byte) 0xc0, 0};

  /** In good order; in version 5, too, no reason means this. */
  static final byte[] DISCONNECT = {(byte) 0xe0, 0};

  /** A CONNACK of version 5 may carry properties. */
  static final int BODY_BYTES_MAX = 16 * 1024;

  private static final int CONNECT = 0x10;
  private static final int CLEAN = 2;
  private static final int PASSWORD = 0x40;
  private static final int USER = 0x80;
  private static final int KEEP_ALIVE_SECONDS = 60;
  private static final int LENGTH_BYTES_MAX = 4;

  private final ByteArrayOutputStream packet = new ByteArrayOutputStream();
  private int headerBytes;
  private int bodyBytes;

  sealed interface Next {
    record More() implements Next {}

    /**
     * One whole packet.
     *
     * @param type with its flags, as it came
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Packet(int type, byte[] body) implements Next {}

    record Malformed(String why) implements Next {}
  }

  Next next(ByteBuf bytes) {
    while (bytes.isReadable()) {
      byte next = bytes.readByte();
      packet.write(next);
      int size = packet.size();
      if (size == 1 && (next & 0xff) != CONNACK && (next & 0xff) != PINGRESP) {
        byte[] words = new byte[Math.min(bytes.readableBytes(), Quotes.CHARS_MAX)];
        bytes.readBytes(words);
        packet.writeBytes(words);
        return malformed();
      }
      if (size > 1 && headerBytes == 0) {
        bodyBytes |= (next & 0x7f) << (7 * (size - 2));
        headerBytes = next >= 0 ? size : 0;
        if (size > 1 + LENGTH_BYTES_MAX || bodyBytes > BODY_BYTES_MAX) {
          return malformed();
        }
      }
      if (headerBytes > 0 && size == headerBytes + bodyBytes) {
        return complete();
      }
    }
    return new Next.More();
  }

  private Next complete() {
    Fields fields = new Fields(packet.toByteArray());
    int type = fields.int8();
    fields.take(headerBytes - 1);
    packet.reset();
    headerBytes = 0;
    bodyBytes = 0;
    return new Next.Packet(type, fields.rest());
  }

  private Next malformed() {
    return new Next.Malformed("not MQTT: " + Quotes.of(packet.toByteArray()));
  }

  /** Of a client that leaves nothing behind. */
  static byte[] connect(int level, String client, Credentials credentials) {
    Optional<String> user = Optional.of(credentials.user()).filter(name -> !name.isEmpty());
    int flags = CLEAN | (user.isPresent() ? USER : 0) | (credentials.hasPassword() ? PASSWORD : 0);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    field(body, "MQTT".getBytes(UTF_8));
    body.write(level);
    body.write(flags);
    body.write(0);
    body.write(KEEP_ALIVE_SECONDS);
    if (level == MqttCheck.Version.V5.level()) {
      body.write(0); // no properties
    }
    field(body, client.getBytes(UTF_8));
    user.ifPresent(name -> field(body, name.getBytes(UTF_8)));
    if (credentials.hasPassword()) {
      field(body, credentials.passwordBytes());
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(CONNECT);
    int length = body.size();
    while (length >= 0x80) {
      bytes.write((length & 0x7f) | 0x80);
      length >>= 7;
    }
    bytes.write(length);
    bytes.writeBytes(body.toByteArray());
    return bytes.toByteArray();
  }

  private static void field(ByteArrayOutputStream body, byte[] content) {
    body.write(content.length >> 8);
    body.write(content.length);
    body.writeBytes(content);
  }
}
