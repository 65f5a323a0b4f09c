package io.directord.health.database;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.directord.health.transport.Quotes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers what PostgreSQL asks before it lets a user in. */
final class PostgresLogin {
  // protocol.h: AUTH_REQ_*
  private static final int CLEARTEXT = 3;
  private static final int MD5 = 5;
  private static final int SASL = 10;
  private static final int SASL_CONTINUE = 11;
  private static final int SASL_FINAL = 12;

  private final Credentials credentials;
  private final ScramMemory memory;
  private @Nullable Scram scram;

  PostgresLogin(Credentials credentials, ScramMemory memory) {
    this.credentials = credentials;
    this.memory = memory;
  }

  /** For a request that is not the good end of it; there is a password. */
  Move answer(int request, byte[] rest) {
    return switch (request) {
      case CLEARTEXT -> password(credentials.passwordBytes());
      case MD5 -> password(md5(credentials, rest).getBytes(UTF_8));
      case SASL -> sasl(rest);
      case SASL_CONTINUE -> scram == null ? unexpected() : proceed(scram, rest);
      case SASL_FINAL ->
          scram != null && scram.isProved(rest)
              ? Move.MORE
              : Move.refused("the server does not know the password itself: is it the right one?");
      default ->
          Move.refused("asks for a kind of login that a check cannot (kind " + request + ")");
    };
  }

  private Move sasl(byte[] mechanisms) {
    String offered = new String(mechanisms, ISO_8859_1);
    if (!Arrays.asList(offered.split("\0")).contains(Scram.MECHANISM)) {
      return Move.refused("offers no " + Scram.MECHANISM + ", but " + Quotes.of(offered));
    }
    scram = new Scram(credentials.passwordBytes());
    byte[] first = scram.first();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes((Scram.MECHANISM + "\0").getBytes(UTF_8));
    body.writeBytes(ByteBuffer.allocate(4).putInt(first.length).array());
    body.writeBytes(first);
    return new Move.Send(PostgresMessages.message('p', body.toByteArray()));
  }

  private Move proceed(Scram login, byte[] message) {
    Optional<String> trouble = login.read(message);
    if (trouble.isPresent()) {
      return Move.malformed("SCRAM: " + trouble.get());
    }
    byte[] known = memory.find(login.salt(), login.iterations());
    if (known == null) {
      return new Move.Compute(() -> compute(login));
    }
    login.useSalted(known);
    return prove(login);
  }

  private Move compute(Scram login) {
    if (!login.compute()) {
      return new Move.Compute(() -> compute(login));
    }
    memory.keep(login.salt(), login.iterations(), login.salted());
    return prove(login);
  }

  private static Move prove(Scram login) {
    return new Move.Send(PostgresMessages.message('p', login.last()));
  }

  private static Move unexpected() {
    return Move.malformed("not PostgreSQL: goes on with a login that did not begin");
  }

  private static Move password(byte[] bytes) {
    return new Move.Send(PostgresMessages.message('p', Arrays.copyOf(bytes, bytes.length + 1)));
  }

  static String md5(Credentials credentials, byte[] salt) {
    String inner = md5(credentials.passwordBytes(), credentials.user().getBytes(UTF_8));
    return "md5" + md5(inner.getBytes(UTF_8), Arrays.copyOf(salt, 4));
  }

  private static String md5(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
