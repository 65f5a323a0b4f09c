package io.directord.health.database;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.directord.health.Hostile;
import io.directord.health.Seeds;
import io.directord.health.TestLoop;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LdapSessionTest {
  private static final byte[] BOUND = answer(1, LdapMessages.BIND_ANSWER, 0, "");
  private static final byte[] DONE = answer(2, LdapMessages.SEARCH_DONE, 0, "");

  @Test
  void anEntryIsFoundInPiecesOfAnySize() {
    byte[] attributes = new byte[300];
    byte[] entry = message(2, LdapMessages.element(LdapMessages.ENTRY, attributes));
    Seeds.forEach(
        50,
        random -> {
          assertEquals(
              "bound, the entry is there",
              assertInstanceOf(Move.Done.class, play().hear(random, BOUND, entry, DONE).last())
                  .what());
          assertEquals(
              "bound; no entry matches",
              assertInstanceOf(Move.Fail.class, play().hear(random, BOUND, DONE).last()).why());
        });
  }

  /** RFC 4511, section 4.2. */
  @Test
  void aBindIsWrittenAsItShouldBe() {
    assertArrayEquals(
        HexFormat.of().parseHex("300f02010160" + "0a0201030403" + "636e3d" + "8000"),
        LdapMessages.bind(1, "cn=", new byte[0]));
  }

  @Test
  void aNoticeOfDisconnectionIsItsStatus() {
    Seeds.forEach(
        10,
        random -> {
          byte[] notice = answer(0, LdapMessages.EXTENDED_ANSWER, 52, "bye");
          assertEquals(
              "hangs up: the server is unavailable, or about to stop (52), \"bye\"",
              assertInstanceOf(Move.Fail.class, play().hear(random, notice).last()).why());
        });
  }

  @Test
  void filtersAreTheTwoSimplestOnes() {
    assertEquals(LdapFilter.ANY, LdapFilter.of("(objectClass=*)"));
    assertEquals("a*b", new String(LdapFilter.of("(cn=a\\2ab)").valueBytes(), UTF_8));
    for (String wrong : new String[] {"", "cn=a", "(cn=a*)", "(&(a=b))", "(cn=\\2)", "(cn~=a)"}) {
      assertThrows(IllegalArgumentException.class, () -> LdapFilter.of(wrong), wrong);
    }
  }

  @Test
  void damagedAnswersAreMalformedAtWorst() {
    byte[] answers = Arrays.copyOf(BOUND, BOUND.length + DONE.length);
    System.arraycopy(DONE, 0, answers, BOUND.length, DONE.length);
    Seeds.forEach(
        2000,
        random -> {
          byte[] damaged = Arrays.copyOf(answers, random.nextInt(1, answers.length + 1));
          for (int n = random.nextInt(4); n > 0; n--) {
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
          }
          assertFalse(play().hear(random, damaged).everythingSaid().contains("not-shown"));
        });
  }

  @Test
  void hostileServersDoNoHarm() {
    try (TestLoop loops = new TestLoop()) {
      Hostile.assertSurvived(loops.loop(), check(), BOUND);
    }
  }

  private static Played play() {
    return new Played(new LdapSession(check(), false));
  }

  private static LdapCheck check() {
    return new LdapCheck(
        Asked.user("cn=u", "not-shown"), Optional.of("dc=example"), LdapFilter.ANY);
  }

  private static byte[] answer(int id, int type, int code, String words) {
    return message(
        id,
        LdapMessages.element(
            type,
            LdapMessages.element(10, new byte[] {(byte) code}),
            LdapMessages.element(4),
            LdapMessages.element(4, words.getBytes(UTF_8))));
  }

  private static byte[] message(int id, byte[] operation) {
    return LdapMessages.element(0x30, LdapMessages.element(2, new byte[] {(byte) id}), operation);
  }
}
