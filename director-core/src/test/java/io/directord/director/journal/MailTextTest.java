package io.directord.director.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.director.config.HookConfig.Encryption;
import io.directord.director.config.HookConfig.Mail;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class MailTextTest {
  private static JournalEvent event(long sequence, String kind, Map<String, String> fields) {
    return new JournalEvent(sequence, Instant.EPOCH, kind, fields);
  }

  private static Moment moment(int count) {
    Moment moment = Moment.of(event(8, "role", Map.of("router", "public", "role", "active")));
    for (int i = 1; i < count; i++) {
      Map<String, String> fields = Map.of("service", "web", "server", "web" + i, "state", "down");
      moment = moment.with(8 + i, Optional.of(event(8 + i, "server", fields)));
    }
    return moment;
  }

  @Test
  void oneEventIsASubjectAndALine() {
    MailText text = MailText.of("lvs1", "[lvs]", moment(1));
    assertEquals("[lvs] lvs1: role public active", text.subject());
    assertEquals("<8.0@lvs1>", text.id());
    assertEquals("Thu, 1 Jan 1970 00:00:00 +0000", text.date());
    assertEquals(
        """
        1970-01-01T00:00:00Z role role=active router=public

        --\s
        directord on lvs1; all of it: directorctl events --since 7
        """,
        text.body());
  }

  @Test
  void ofManyTheWorstIsTheSubjectAndWhatIsBeyondTheBoundIsCounted() {
    MailText text = MailText.of("lvs1", "", moment(412));
    assertEquals("lvs1: server web/web1 down and 411 more", text.subject());
    assertEquals(Moment.EVENTS_MAX + 4, text.body().lines().count());
    assertTrue(text.body().contains("\nand 312 more: server 312\n"), text.body());
    assertTrue(
        text.body().contains("Z warning: server server=web99 service=web state=down\n"),
        text.body());
  }

  @Test
  void whatIsNotWantedCountsAsRead() {
    Moment moment = moment(2).with(20, Optional.empty());
    assertEquals(20, moment.last());
    assertEquals(2, moment.count());
  }

  @Test
  void noTextFromOutsideBeginsALine() {
    String evil = "x\r\nBcc: evil@example.com\r\n\r\n.\r\n\u2028QUIT\u0000\u0085";
    Moment moment = Moment.of(event(1, "panic", Map.of("service", evil, "because", evil)));
    MailText text = MailText.of("lvs1", "", moment);
    assertTrue(text.subject().codePoints().noneMatch(Character::isISOControl), text.subject());
    assertEquals(4, text.body().lines().count(), text.body());
  }

  @Test
  void aLineIsCutBetweenCharacters() {
    assertEquals("a😀…", MailText.oneLine("a😀😀", 2));
    assertEquals("a😀", MailText.oneLine("a😀", 2));
  }

  @Test
  void aNodesNameIsOneThatMailServersTake() {
    assertEquals("lvs1.example.com", MailText.host("lvs1.example.com"));
    assertEquals("lvs-1", MailText.host("-lvs_1."));
    assertEquals("directord", MailText.host("ü"));
  }

  @Test
  void mailsWaitForTheirMomentAndStayApart() {
    Mail mail =
        new Mail(
            "mx",
            25,
            Encryption.NONE,
            true,
            Optional.empty(),
            Optional.empty(),
            "a@b",
            List.of("c@d"),
            "",
            Duration.ofNanos(5),
            Duration.ofNanos(60));
    assertEquals(5, Hook.pause(mail, OptionalLong.empty(), 1_000));
    assertEquals(40, Hook.pause(mail, OptionalLong.of(980), 1_000));
    assertEquals(5, Hook.pause(mail, OptionalLong.of(900), 1_000));
    assertEquals(60, Hook.pause(mail, OptionalLong.of(Long.MAX_VALUE), Long.MAX_VALUE));
  }
}
