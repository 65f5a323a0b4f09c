package io.directord.health.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/** How a user is logged in to MySQL or MariaDB. Pure. */
final class MysqlLogin {
  static final String NATIVE = "mysql_native_password";
  static final String CACHING_SHA2 = "caching_sha2_password";

  // include/mysql_com.h
  private static final int CLIENT_LONG_PASSWORD = 1;
  private static final int CLIENT_CONNECT_WITH_DB = 8;
  private static final int CLIENT_TRANSACTIONS = 0x2000;
  private static final int CLIENT_SECURE_CONNECTION = 0x8000;
  private static final int CLIENT_PLUGIN_AUTH = 0x80000;
  private static final int PACKET_BYTES_MAX = 0x100_0000;
  private static final int UTF8MB4 = 45;

  private MysqlLogin() {}

  /** What the password is proved by; empty for a plugin that is not known here. */
  static Optional<byte[]> proof(String plugin, byte[] password, byte[] scramble) {
    boolean known = plugin.equals(NATIVE) || plugin.equals(CACHING_SHA2);
    if (known && password.length == 0) {
      return Optional.of(password);
    }
    return switch (plugin) {
      case NATIVE -> {
        byte[] once = hash("SHA-1", password);
        yield Optional.of(xor(once, hash("SHA-1", scramble, hash("SHA-1", once))));
      }
      case CACHING_SHA2 -> {
        byte[] once = hash("SHA-256", password);
        yield Optional.of(xor(once, hash("SHA-256", hash("SHA-256", once), scramble)));
      }
      default -> Optional.empty();
    };
  }

  /** What an answer begins with; alone, it asks for encryption. */
  static byte[] beginning(String database, boolean encrypted) {
    int capabilities =
        (encrypted ? MysqlGreeting.CLIENT_SSL : 0)
            | CLIENT_LONG_PASSWORD
            | MysqlGreeting.CLIENT_PROTOCOL_41
            | CLIENT_TRANSACTIONS
            | CLIENT_SECURE_CONNECTION
            | CLIENT_PLUGIN_AUTH
            | (database.isEmpty() ? 0 : CLIENT_CONNECT_WITH_DB);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    little32(bytes, capabilities);
    little32(bytes, PACKET_BYTES_MAX);
    bytes.write(UTF8MB4);
    bytes.writeBytes(new byte[23]);
    return bytes.toByteArray();
  }

  /** The answer to a greeting. */
  static byte[] response(
      String user, String database, boolean encrypted, String plugin, byte[] proof) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(beginning(database, encrypted));
    bytes.writeBytes(user.getBytes(UTF_8));
    bytes.write(0);
    bytes.write(proof.length);
    bytes.writeBytes(proof);
    if (!database.isEmpty()) {
      bytes.writeBytes(database.getBytes(UTF_8));
      bytes.write(0);
    }
    bytes.writeBytes(plugin.getBytes(UTF_8));
    bytes.write(0);
    return bytes.toByteArray();
  }

  private static void little32(ByteArrayOutputStream bytes, int value) {
    for (int shift = 0; shift < 32; shift += 8) {
      bytes.write(value >> shift);
    }
  }

  private static byte[] hash(String algorithm, byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }

  private static byte[] xor(byte[] a, byte[] b) {
    byte[] both = new byte[a.length];
    for (int i = 0; i < a.length; i++) {
      both[i] = (byte) (a[i] ^ b[i]);
    }
    return both;
  }
}
