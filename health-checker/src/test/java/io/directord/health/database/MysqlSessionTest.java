package io.directord.health.database;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.directord.health.Endpoint;
import io.directord.health.FailureKind;
import io.directord.health.Hostile;
import io.directord.health.Seeds;
import io.directord.health.TestLoop;
import io.directord.health.TestServer;
import io.directord.health.database.MysqlCheck.ReadOnly;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class MysqlSessionTest {
  private static final String SCRAMBLE = "abcdefghijklmnopqrst";
  private static final Endpoint PLAIN = Endpoint.plain(TestServer.nobody());
  private static final byte[] OK = packet(2, "\0\0\0\2\0\0\0");
  private static final byte[] EOF = packet(4, "\376\0\0\2\0");
  private static final Query ONE = new Query("SELECT 1", Optional.of("1"));

  @Test
  void aLoginByCachingSha2IsProvedAndAQueryIsRead() {
    Seeds.forEach(
        50,
        random -> {
          Played played = play(check(ReadOnly.NO, ONE));
          played.hear(random, greeting("8.0.36", MysqlLogin.CACHING_SHA2), packet(2, "\1\3"), OK);
          played.hear(random, packet(1, "\1"), packet(2, "a column"), EOF, packet(4, "\0010"), EOF);
          played.hear(random, packet(1, "\1"), packet(2, "a column"), EOF, packet(4, "\0011"), EOF);
          Move.Done done = assertInstanceOf(Move.Done.class, played.last());
          assertEquals("MySQL 8.0.36, writable, the query gave a row", done.what());
          assertArrayEquals(packet(0, "\1"), done.farewell());
          assertFalse(played.everythingSaid().contains("secret"));
        });
  }

  @Test
  void whatCachingSha2ShowsIsWhatTheServerCanVerify() throws GeneralSecurityException {
    byte[] password = "secret".getBytes(US_ASCII);
    byte[] scramble = SCRAMBLE.getBytes(US_ASCII);
    byte[] proof = MysqlLogin.proof(MysqlLogin.CACHING_SHA2, password, scramble).orElseThrow();
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    byte[] stored = sha.digest(sha.digest(password));
    sha.update(stored);
    byte[] mask = sha.digest(scramble);
    for (int i = 0; i < proof.length; i++) {
      proof[i] ^= mask[i];
    }
    assertArrayEquals(stored, sha.digest(proof));
  }

  @Test
  void aServerThatWantsThePasswordItselfIsNotGivenIt() {
    Seeds.forEach(
        10,
        random -> {
          Played played = play(check(ReadOnly.ANY, Query.NONE));
          played.hear(random, greeting("8.0.36", MysqlLogin.CACHING_SHA2), packet(2, "\1\4"));
          Move.Fail fail = assertInstanceOf(Move.Fail.class, played.last());
          assertEquals(FailureKind.STATUS, fail.kind());
          assertEquals(
              "MySQL 8.0.36: caching_sha2_password does not know the user yet: log in once over"
                  + " TLS, or use TLS here",
              fail.why());
        });
    Seeds.forEach(
        10,
        random -> {
          Played played = play(check(ReadOnly.ANY, Query.NONE));
          byte[] change = packet(2, "\376mysql_clear_password\0");
          played.hear(random, greeting("8.0.36", MysqlLogin.CACHING_SHA2), change);
          assertInstanceOf(Move.Fail.class, played.last());
          assertFalse(played.everythingSaid().contains("secret"));
        });
  }

  @Test
  void anotherPluginIsFollowed() {
    Seeds.forEach(
        10,
        random -> {
          Played played = play(check(ReadOnly.ANY, Query.NONE));
          byte[] change = packet(2, "\376" + MysqlLogin.NATIVE + "\0" + SCRAMBLE + "\0");
          played.hear(random, greeting("8.0.36", MysqlLogin.CACHING_SHA2), change, OK);
          assertEquals(
              "MySQL 8.0.36, logged in", assertInstanceOf(Move.Done.class, played.last()).what());
        });
  }

  @Test
  void aGreetingThatRefusesIsItsStatus() {
    Seeds.forEach(
        10,
        random -> {
          Played played = play(check(ReadOnly.ANY, Query.NONE));
          played.hear(random, packet(0, "\377\151\4Host '10.0.0.1' is blocked"));
          Move.Fail fail = assertInstanceOf(Move.Fail.class, played.last());
          assertEquals(FailureKind.STATUS, fail.kind());
          assertEquals(
              "refuses the connection, error 1129: \"Host '10.0.0.1' is blocked\"", fail.why());
        });
  }

  @Test
  void damagedAnswersAreMalformedAtWorst() {
    byte[] answers =
        join(
            greeting("5.5.5-10.11.6-MariaDB", MysqlLogin.NATIVE),
            OK,
            packet(1, "\1"),
            packet(2, "a column"),
            EOF,
            packet(4, "\0011"),
            EOF);
    Seeds.forEach(
        2000,
        random -> {
          byte[] damaged = Arrays.copyOf(answers, random.nextInt(1, answers.length + 1));
          for (int n = random.nextInt(4); n > 0; n--) {
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
          }
          play(check(ReadOnly.ANY, ONE)).hear(random, damaged);
        });
  }

  @Test
  void hostileServersDoNoHarm() {
    try (TestLoop loops = new TestLoop()) {
      Hostile.assertSurvived(
          loops.loop(),
          check(ReadOnly.ANY, Query.NONE),
          greeting("8.0.36", MysqlLogin.CACHING_SHA2));
    }
  }

  private static Played play(MysqlCheck check) {
    return new Played(new MysqlSession(check, PLAIN));
  }

  private static MysqlCheck check(ReadOnly readOnly, Query query) {
    return new MysqlCheck(Asked.user("u", "secret"), "shop", query, readOnly);
  }

  private static byte[] greeting(String version, String plugin) {
    String text =
        "\n"
            + version
            + "\0\1\2\3\4"
            + SCRAMBLE.substring(0, 8)
            + "\0\377\377\55\2\0\377\337\25"
            + "\0".repeat(10)
            + SCRAMBLE.substring(8)
            + "\0"
            + plugin
            + "\0";
    return packet(0, text);
  }

  private static byte[] packet(int sequence, String payload) {
    return MysqlPackets.packet(sequence, payload.getBytes(ISO_8859_1));
  }

  private static byte[] join(byte[]... parts) {
    StringBuilder text = new StringBuilder();
    for (byte[] part : parts) {
      text.append(new String(part, ISO_8859_1));
    }
    return text.toString().getBytes(ISO_8859_1);
  }
}
