package io.directord.health.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.directord.health.Hostile;
import io.directord.health.Seeds;
import io.directord.health.TestLoop;
import io.directord.health.database.MqttCheck.Version;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class MqttSessionTest {
  private static final byte[] ACCEPTED = {0x20, 2, 0, 0};
  private static final byte[] PONG = {(byte) 0xd0, 0};

  @Test
  void anAnswerIsReadInPiecesOfAnySize() {
    byte[] five = new byte[2 + 1 + 2 + 200];
    five[0] = 0x20;
    five[1] = (byte) (0x80 | (202 & 0x7f));
    five[2] = 1;
    Seeds.forEach(
        50,
        random -> {
          Played played = play(true).hear(random, five, PONG);
          assertEquals(
              "connection accepted, ping answered",
              assertInstanceOf(Move.Done.class, played.last()).what());
        });
  }

  @Test
  void aRefusalIsToldInWords() {
    Seeds.forEach(
        10,
        random -> {
          Played played = play(false).hear(random, new byte[] {0x20, 2, 0, 3});
          assertEquals(
              "connection refused: the server is unavailable (3)",
              assertInstanceOf(Move.Fail.class, played.last()).why());
        });
  }

  @Test
  void whatIsNoAnswerIsMalformed() {
    for (byte[] wrong :
        new byte[][] {
          PONG,
          {0x20, 1, 0},
          {0x20, -1, -1, -1, -1, 1},
          {0x20, -1, -1, 2},
          "HTTP/1.1 400\r\n".getBytes(StandardCharsets.US_ASCII)
        }) {
      Seeds.forEach(
          5,
          random -> {
            Move.Fail fail =
                assertInstanceOf(Move.Fail.class, play(true).hear(random, wrong).last());
            assertEquals("not MQTT", fail.why().substring(0, 8));
          });
    }
    Seeds.forEach(
        2000,
        random -> {
          byte[] bytes = new byte[random.nextInt(1, 64)];
          random.nextBytes(bytes);
          bytes[0] = random.nextBoolean() ? 0x20 : (byte) 0xd0;
          assertFalse(play(true).hear(random, bytes).everythingSaid().contains("secret"));
        });
  }

  @Test
  void hostileServersDoNoHarm() {
    try (TestLoop loops = new TestLoop()) {
      MqttCheck check = new MqttCheck(Asked.user("u", "secret"), Version.V5, true);
      Hostile.assertSurvived(loops.loop(), check, ACCEPTED);
    }
  }

  private static Played play(boolean ping) {
    return new Played(new MqttSession(new MqttCheck(Asked.user("u", "secret"), Version.V5, ping)));
  }
}
