package io.directord.health.database;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.health.Hostile;
import io.directord.health.Seeds;
import io.directord.health.TestLoop;
import io.directord.health.database.PostgresCheck.Role;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PostgresSessionTest {
  private static final byte[] LET_IN = message('R', "\0\0\0\0");
  private static final byte[] READY = message('Z', "I");
  private static final byte[] COLUMN = message('T', "\0\1x\0");
  private static final byte[] DONE = message('C', "SELECT 1\0");
  private static final Query ONE = new Query("SELECT 1", Optional.of("1"));

  @Test
  void aRoleAndAQueryAreRead() {
    Seeds.forEach(
        50,
        random -> {
          Played played = play(ONE, Role.STANDBY);
          played.hear(random, LET_IN, message('S', "server_version\00015.3 (Debian)\0"), READY);
          played.hear(random, COLUMN, message('D', "\0\1\0\0\0\1t"), DONE, READY);
          played.hear(random, COLUMN, message('D', "\0\1\0\0\0\0011"), DONE, READY);
          assertEquals(
              "PostgreSQL 15.3, standby, the query gave a row",
              assertInstanceOf(Move.Done.class, played.last()).what());
        });
  }

  /** RFC 7677, section 3. */
  @Test
  void scramIsProvedToBothSides() {
    Scram scram = new Scram("pencil".getBytes(UTF_8), "user", "rOprNGfwEbeRWgbNEkqO");
    assertEquals("n,,n=user,r=rOprNGfwEbeRWgbNEkqO", new String(scram.first(), UTF_8));
    String nonce = "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
    String first = nonce + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
    assertEquals(Optional.empty(), scram.read(first.getBytes(UTF_8)));
    int slices = 1;
    while (!scram.compute()) {
      slices++;
    }
    assertEquals(16, slices);
    assertEquals(
        "c=biws," + nonce + ",p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
        new String(scram.last(), UTF_8));
    String proof = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";
    assertTrue(scram.isProved(proof.getBytes(UTF_8)));
    assertFalse(scram.isProved(proof.replace("6rr", "7rr").getBytes(UTF_8)));
    assertFalse(scram.isProved(new byte[0]));
  }

  @Test
  void aServerCannotKeepUsComputing() {
    Scram scram = new Scram("pencil".getBytes(UTF_8), "", "ours");
    assertEquals(
        Optional.of("asks for 999999999 iterations; a check computes 1..100000"),
        scram.read("r=oursAndTheirs,s=W22Z,i=999999999".getBytes(UTF_8)));
    for (String wrong :
        new String[] {"", "r=theirs,s=W22Z,i=1", "r=ours,s=W22Z,i=1", "r=oursX,s=W,i=1"}) {
      assertTrue(scram.read(wrong.getBytes(UTF_8)).isPresent(), wrong);
    }
  }

  @Test
  void damagedAnswersAreMalformedAtWorst() {
    byte[] answers =
        join(
            message('R', "\0\0\0\12SCRAM-SHA-256\0\0"),
            message('R', "\0\0\0\13r=x,s=W22Z,i=4096"),
            LET_IN,
            READY,
            COLUMN,
            message('D', "\0\1\0\0\0\1t"),
            DONE,
            READY);
    Seeds.forEach(
        2000,
        random -> {
          byte[] damaged = Arrays.copyOf(answers, random.nextInt(1, answers.length + 1));
          for (int n = random.nextInt(4); n > 0; n--) {
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
          }
          Played played = play(ONE, Role.PRIMARY).hear(random, damaged);
          // To a server that asks for it, the password itself is sent.
          assertFalse(played.evidence().contains("secret"));
        });
  }

  @Test
  void anErrorIsToldInWords() {
    Seeds.forEach(
        10,
        random -> {
          Played played = play(Query.NONE, Role.ANY);
          played.hear(
              random, message('E', "SFATAL\0C57P03\0Mthe database system is shutting down\0\0"));
          assertEquals(
              "takes no logins now (57P03): \"the database system is shutting down\"",
              assertInstanceOf(Move.Fail.class, played.last()).why());
        });
  }

  @Test
  void hostileServersDoNoHarm() {
    try (TestLoop loops = new TestLoop()) {
      Hostile.assertSurvived(loops.loop(), check(ONE, Role.ANY), join(LET_IN, READY));
    }
  }

  private static Played play(Query query, Role role) {
    return new Played(new PostgresSession(check(query, role), false, new ScramMemory()));
  }

  private static PostgresCheck check(Query query, Role role) {
    return new PostgresCheck(Asked.user("u", "secret"), "shop", query, role);
  }

  private static byte[] message(char type, String body) {
    return PostgresMessages.message(type, body.getBytes(ISO_8859_1));
  }

  private static byte[] join(byte[]... parts) {
    StringBuilder text = new StringBuilder();
    for (byte[] part : parts) {
      text.append(new String(part, ISO_8859_1));
    }
    return text.toString().getBytes(ISO_8859_1);
  }
}
