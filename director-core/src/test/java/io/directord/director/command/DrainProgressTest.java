package io.directord.director.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.directord.director.command.DrainProgress.End;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DrainProgressTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static Config server(
      String override, int weight, int active, int inactive, String protocol) {
    return ConfigFactory.parseString(
        (override.isEmpty() ? "" : "override { kind = " + override + " }, ")
            + "inKernel = true"
            + ", weight = "
            + weight
            + ", activeConnections = "
            + active
            + ", inactiveConnections = "
            + inactive
            + ", protocol = "
            + protocol);
  }

  private static DrainProgress after(Config... readings) {
    DrainProgress progress = DrainProgress.BEGINNING;
    for (Config each : readings) {
      progress = progress.then(each);
    }
    return progress;
  }

  @Test
  void itEndsWhenTwoReadingsInARowSawNoConnection() {
    Config none = server("drain", 0, 0, 7, "tcp");
    assertEquals(Optional.empty(), after(none).end(Duration.ZERO, MINUTE));
    assertEquals(Optional.of(End.DRAINED), after(none, none).end(Duration.ZERO, MINUTE));
    Config one = server("drain", 0, 1, 0, "tcp");
    assertEquals(Optional.empty(), after(none, one, none).end(Duration.ZERO, MINUTE));
  }

  @Test
  void aServerThatStillHasItsWeightIsNotDrained() {
    Config still = server("drain", 100, 0, 0, "tcp");
    DrainProgress progress = after(still, still, still);
    assertEquals(Optional.empty(), progress.end(Duration.ZERO, MINUTE));
    assertEquals(
        "web/a: waiting for the kernel, 5 s", progress.line("web/a", Duration.ofSeconds(5)));
  }

  @Test
  void datagramsAreCountedThoughIpvsCallsThemInactive() {
    Config udp = server("drain", 0, 0, 3, "udp");
    assertEquals(Optional.empty(), after(udp, udp).end(Duration.ZERO, MINUTE));
    assertEquals(3, after(udp).left());
  }

  @Test
  void whenItsTimeIsOverItSaysHowManyRemain() {
    DrainProgress progress = after(server("drain", 0, 1, 0, "tcp"));
    assertEquals(Optional.of(End.TIME_IS_OVER), progress.end(MINUTE, MINUTE));
    assertEquals("web/a: 1 connection left, 59 s", progress.line("web/a", Duration.ofSeconds(59)));
    assertEquals(
        "web/a: 1 connection left after 1 min; the drain stays in force, back with: directorctl"
            + " enable web/a",
        progress.last("web/a", End.TIME_IS_OVER, MINUTE));
  }

  @Test
  void whatSomebodyTookBackIsNotWaitedForButADisabledServerIs() {
    assertEquals(
        Optional.of(End.TAKEN_BACK),
        after(server("", 100, 5, 0, "tcp")).end(Duration.ZERO, MINUTE));
    assertEquals(
        Optional.empty(), after(server("disable", 0, 5, 0, "tcp")).end(Duration.ZERO, MINUTE));
  }

  @Test
  void lengthsOfTimeAreReadAndWritten() {
    assertEquals(Optional.of(Duration.ofMinutes(90)), Spans.parse("1h30m"));
    assertEquals(Optional.of(Duration.ofSeconds(90)), Spans.parse("90s"));
    for (String wrong : new String[] {"", "0s", "5", "soon", "-1h", "1.5h", "9999999h"}) {
      assertEquals(Optional.empty(), Spans.parse(wrong), wrong);
    }
    assertEquals("1 h 58 min", Spans.text(Duration.ofMinutes(118).plusSeconds(59)));
    assertEquals("3 min 5 s", Spans.text(Duration.ofSeconds(185)));
    assertEquals("2 d", Spans.text(Duration.ofDays(2)));
    assertEquals("0 s", Spans.text(Duration.ofSeconds(-3)));
  }
}
