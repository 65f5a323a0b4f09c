package io.directord.director.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.directord.director.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LogLinesTest {
  private final LoggerContext context = new LoggerContext();

  private String line(LogEncoder encoder, Level level, String text, long atMillis) {
    LoggingEvent event =
        new LoggingEvent("", context.getLogger("io.directord"), level, text, null, null);
    event.setTimeStamp(atMillis);
    return new String(encoder.encode(event), StandardCharsets.UTF_8);
  }

  @Test
  void theJournalGetsPrioritiesAndATerminalTimeAndLevel() {
    LogEncoder journal = new LogEncoder(true);
    assertEquals("<3>event=bug\n", line(journal, Level.ERROR, "event=bug", 0));
    assertEquals("<4>event=drift\n", line(journal, Level.WARN, "event=drift", 0));
    assertEquals("<6>event=change\n", line(journal, Level.INFO, "event=change", 0));
    assertEquals("<7>event=x\n", line(journal, Level.DEBUG, "event=x", 0));
    long at = Instant.parse("2026-01-02T03:04:05.006Z").toEpochMilli();
    String local =
        DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS", Locale.ROOT)
            .withZone(ZoneId.systemDefault())
            .format(Instant.ofEpochMilli(at));
    assertEquals(
        local + " WARN  event=drift\n", line(new LogEncoder(false), Level.WARN, "event=drift", at));
  }

  @Test
  void aLineIsTakenApartIntoAnObject() {
    assertEquals(
        Map.of("event", "role", "because", "see \"web1\", it = x", "message", "both are active"),
        LogWords.of("event=role because=\"see \"web1\", it = x\" both are active"));
    assertEquals(
        Map.of("message", "no event at all = here"), LogWords.of("no event at all = here"));
    assertEquals(Map.of("a", "\"torn"), LogWords.of("a=\"torn"));
    assertEquals(Map.of(), LogWords.of(""));
    LogEncoder json = new LogEncoder(false);
    json.useJson();
    var object =
        Json.read(line(json, Level.WARN, "event=drift ipvsadm=\"-A -t\"", 1_000)).orElseThrow();
    assertEquals("-A -t", object.getString("ipvsadm"));
    assertEquals("warn", object.getString("level"));
    assertEquals("1970-01-01T00:00:01Z", object.getString("at"));
  }

  @Test
  void aStormIsCountedAndOthersAreStillHeard() {
    LogEncoder encoder = new LogEncoder(true);
    for (int i = 0; i < LogStorm.LINES_MAX; i++) {
      assertTrue(line(encoder, Level.WARN, "event=drift n=" + i, 5).endsWith("n=" + i + "\n"));
    }
    for (int i = 0; i < 1_000; i++) {
      assertEquals("", line(encoder, Level.WARN, "event=drift n=" + i, 6));
    }
    assertEquals("<6>event=role\n", line(encoder, Level.INFO, "event=role", 6));
    long later = 5 + LogStorm.WHILE.toMillis();
    assertEquals(
        "<4>event=repeated of=drift left_out=1000\n<4>event=drift n=1\n",
        line(encoder, Level.WARN, "event=drift n=1", later));
  }
}
