package io.directord.health.database;

import io.directord.health.transport.Quotes;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** The first packet of a MySQL or MariaDB server: protocol 10, or why it refuses. Pure. */
sealed interface MysqlGreeting {
  /** Of 4.1 and later; nothing older is spoken to. */
  int CLIENT_PROTOCOL_41 = 0x200;

  int CLIENT_SSL = 0x800;

  int SCRAMBLE_BYTES = 20;

  /**
   * The server lets us log in.
   *
   * @param server such as {@code MariaDB 10.11.6}
   * @param plugin that the server would log users in by
   * @param encrypts whether it offers to
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Welcome(String server, byte[] scramble, String plugin, boolean encrypts)
      implements MysqlGreeting {}

  record Refusal(String why) implements MysqlGreeting {}

  record Malformed(String why) implements MysqlGreeting {}

  static MysqlGreeting parse(byte[] payload) {
    Fields fields = new Fields(payload);
    int protocol = fields.int8();
    if (protocol == 0xff) {
      return new Refusal(refusal(payload));
    }
    if (protocol != 10) {
      return new Malformed("not MySQL: greets with protocol " + protocol + ", expected 10");
    }
    String version = fields.zeroTerminated();
    fields.take(4); // number of the connection
    ByteArrayOutputStream scramble = new ByteArrayOutputStream();
    scramble.writeBytes(fields.take(8));
    fields.int8();
    int capabilities = fields.littleInt16();
    fields.take(1 + 2 + 2); // charset, status, the capabilities' upper half
    int scrambleBytes = fields.int8();
    fields.take(10);
    scramble.writeBytes(fields.take(Math.max(13, scrambleBytes - 8)));
    String plugin = fields.left() > 0 ? fields.zeroTerminated() : "mysql_native_password";
    if (fields.overrun() || version.isEmpty() || (capabilities & CLIENT_PROTOCOL_41) == 0) {
      return new Malformed("not MySQL 4.1 or later: " + Quotes.of(payload));
    }
    return new Welcome(
        name(version),
        Arrays.copyOf(scramble.toByteArray(), SCRAMBLE_BYTES),
        plugin,
        (capabilities & CLIENT_SSL) != 0);
  }

  /** Of an ERR packet, whose first byte says that it is one. */
  static String refusal(byte[] payload) {
    Fields fields = new Fields(payload);
    fields.int8();
    int code = fields.littleInt16();
    byte[] words = fields.rest();
    boolean state = words.length >= 6 && words[0] == '#';
    return "error "
        + code
        + ": "
        + Quotes.of(state ? Arrays.copyOfRange(words, 6, words.length) : words);
  }

  /** MariaDB hides behind an old MySQL, for replicas that know no other. */
  private static String name(String version) {
    String number = version.startsWith("5.5.5-") ? version.substring(6) : version;
    String product = version.contains("MariaDB") ? "MariaDB " : "MySQL ";
    String plain = number.replaceAll("[^0-9.].*", "");
    return product + (plain.isEmpty() || plain.length() > 16 ? Quotes.of(number) : plain);
  }
}
