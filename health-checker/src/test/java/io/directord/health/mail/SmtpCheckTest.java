package io.directord.health.mail;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.directord.health.FailureKind;
import io.directord.health.Hostile;
import io.directord.health.OneProbe;
import io.directord.health.ProbeOutcome;
import io.directord.health.Seeds;
import io.directord.health.TestLoop;
import io.directord.health.TestServer;
import io.directord.health.mail.SmtpCheck.Hello;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

final class SmtpCheckTest {
  @AutoClose private static final TestLoop LOOP = new TestLoop();

  @Test
  void saysHelloAndTakesLeave() {
    assertPlayed(
        "220 mx ready\n250-mx\n250-SIZE 1\n250 HELP\n221 bye\n",
        "EHLO localhost\nQUIT\ngreeting 220");
    assertPlayed("220-one\n220-two\n220\n250\n221\n", "EHLO localhost\nQUIT\ngreeting 220");
  }

  @Test
  void encryptionIsAskedForAndMustBeGranted() {
    Script script = SmtpCheck.PLAIN.script(true);
    Seeds.forEach(
        10,
        random -> {
          assertEquals(
              "EHLO localhost\nSTARTTLS\n(TLS)\nEHLO localhost\nQUIT\ngreeting 220",
              Played.out(script, "220 a\n250 b\n220 go\n250 c\n221 d\n", random));
          assertEquals(
              "EHLO localhost\nSTARTTLS\nTLS STARTTLS: expected 220, found \"454 not now\"",
              Played.out(script, "220 a\n250 b\n454 not now\n", random));
        });
  }

  @Test
  void aRefusalIsTold() {
    assertPlayed("421 too busy\n", "STATUS greeting: expected 220, found \"421 too busy\"");
    assertPlayed(
        "554-no service\n554 at all\n", "STATUS greeting: expected 220, found \"554-no service\"");
    assertPlayed(
        "220 mx\n550 \"who\" are you\n",
        "EHLO localhost\nSTATUS EHLO: expected 250, found \"550 'who' are you\"");
    assertPlayed(
        "220 mx\n250 mx\n421 gone\n",
        "EHLO localhost\nQUIT\nSTATUS QUIT: expected 221, found \"421 gone\"");
  }

  @Test
  void whatIsNotTheProtocolIsTold() {
    assertPlayed("SSH-2.0-x\n", "PROTOCOL greeting: no SMTP: \"SSH-2.0-x\"");
    assertPlayed("220x\n", "PROTOCOL greeting: no SMTP: \"220x\"");
    assertPlayed("\n", "PROTOCOL greeting: no SMTP: \"\"");
    assertPlayed("220-a\n250 b\n", "PROTOCOL greeting: no SMTP: \"250 b\"");
    assertPlayed(
        "220-a\n".repeat(Talk.LINES_MAX), "PROTOCOL greeting: more than 100 lines: \"220-a\"");
    assertPlayed(
        "2".repeat(LineReader.BYTES_MAX + 1),
        "PROTOCOL greeting: a line of more than 4096 bytes: \"" + "2".repeat(64) + "…\"");
  }

  @Test
  void whatIsMissingIsTold() {
    assertPlayed("2", "connected, waiting for the greeting, found \"2\"");
    assertPlayed("220 a\n", "EHLO localhost\nconnected, waiting for the answer to EHLO");
    assertPlayed(
        "220 a\n250-b\n2",
        "EHLO localhost\nconnected, waiting for the answer to EHLO, found \"250-b\"");
  }

  @Test
  void aNameIsOneWord() {
    assertThrows(IllegalArgumentException.class, () -> new SmtpCheck(Hello.EHLO, ""));
    assertThrows(IllegalArgumentException.class, () -> new SmtpCheck(Hello.EHLO, "a\r\nMAIL"));
  }

  @Test
  void noServerHarmsIt() {
    for (Hello hello : Hello.values()) {
      Hostile.assertSurvived(
          LOOP.loop(), new SmtpCheck(hello, "[127.0.0.1]"), "220 ready\r\n".getBytes(US_ASCII));
    }
  }

  @Test
  void whoHangsUpAtTheFarewellIsUp() {
    assertEquals(
        new ProbeOutcome.Success(0, "greeting 220"),
        run(client -> {
          client.getOutputStream().write("220 a\r\n250 b\r\n".getBytes(US_ASCII));
          client.getInputStream().readNBytes("EHLO localhost\r\nQUIT\r\n".length());
        }));
    assertEquals(
        new ProbeOutcome.Failure(
            FailureKind.CLOSED, 0, "connection closed (connected, waiting for the answer to EHLO)"),
        run(client -> {
          client.getOutputStream().write("220 a\r\n".getBytes(US_ASCII));
          client.getInputStream().readNBytes("EHLO localhost\r\n".length());
        }));
  }

  private static ProbeOutcome run(TestServer.Script script) {
    try (TestServer server = TestServer.start(script)) {
      return OneProbe.run(LOOP.loop(), server.address(), SmtpCheck.PLAIN);
    }
  }

  private static void assertPlayed(String answers, String expected) {
    Script script = SmtpCheck.PLAIN.script(false);
    Seeds.forEach(10, random -> assertEquals(expected, Played.out(script, answers, random)));
  }
}
