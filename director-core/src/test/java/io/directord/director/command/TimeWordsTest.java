package io.directord.director.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TimeWordsTest {
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static void means(String words, String instant) {
    assertEquals(Optional.of(Instant.parse(instant)), TimeWords.read(words, NOW, BERLIN), words);
  }

  @Test
  void aTimeIsAnInstantALocalTimeOrHowLongAgo() {
    means("now", "2026-01-31T12:00:00Z");
    means("2026-01-30T08:00:00Z", "2026-01-30T08:00:00Z");
    means("2026-01-30T08:00:00.5+02:00", "2026-01-30T06:00:00.5Z");
    means("2026-01-30 08:00", "2026-01-30T07:00:00Z");
    means("2026-07-30T08:00:30", "2026-07-30T06:00:30Z");
    means("12:30", "2026-01-31T11:30:00Z");
    means("13:30", "2026-01-30T12:30:00Z");
    means("10m ago", "2026-01-31T11:50:00Z");
    means("-10m", "2026-01-31T11:50:00Z");
    means("- 36h", "2026-01-30T00:00:00Z");
    means("2d ago", "2026-01-29T12:00:00Z");
    means("90 s ago", "2026-01-31T11:58:30Z");
  }

  @Test
  void whatIsNoTimeIsNotUnderstood() {
    for (String words :
        List.of(
            "",
            "yesterday",
            "10m",
            "10 ago",
            "-10",
            "25:00",
            "2026-13-01 00:00",
            "-1w",
            "999999999d ago but not")) {
      assertEquals(Optional.empty(), TimeWords.read(words, NOW, BERLIN), words);
    }
  }
}
