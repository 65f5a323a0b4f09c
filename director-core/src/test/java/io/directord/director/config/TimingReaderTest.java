package io.directord.director.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.directord.health.Flap;
import io.directord.health.Timing;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TimingReaderTest {

  @Test
  void whatIsNotWrittenIsOfTheCheckItBeginsWith() {
    String base =
        "type = tcp, interval = 2s, fast-interval = 1s, down-interval = 8s, flap { changes = 4 }";
    Timing own = second(base, "flap { hold = 5s }, interval = 4s");
    assertEquals(Optional.of(Duration.ofSeconds(1)), own.fastInterval());
    assertEquals(Optional.of(Duration.ofSeconds(8)), own.downInterval());
    assertEquals(
        Optional.of(new Flap(4, Duration.ofMinutes(2), Duration.ofSeconds(5))), own.flap());
  }

  @Test
  void aFastIntervalThatNobodyWroteGivesWayToAShorterInterval() {
    Timing own = second("type = tcp, interval = 2s, fast-interval = 1s", "interval = 500ms");
    assertEquals(Optional.empty(), own.fastInterval());
  }

  @Test
  void dampingIsOffUnlessItIsAskedForAndCanBeTakenBack() {
    assertEquals(Optional.empty(), second("type = tcp", "rise = 1").flap());
    assertEquals(Optional.of(Flap.DEFAULT), second("type = tcp", "flap = on").flap());
    assertEquals(Optional.of(Flap.DEFAULT), second("type = tcp", "flap { }").flap());
    assertEquals(Optional.empty(), second("type = tcp, flap = on", "flap = off").flap());
  }

  private static Timing second(String base, String own) {
    return ConfigText.valid(
            "director { health-checks { base { "
                + base
                + " } }, virtual-services { s { address = \"192.0.2.1:80\", check = { use = base, "
                + own
                + " }, real-servers = [ { address = 10.0.0.1 } ] } } }")
        .services()
        .getFirst()
        .servers()
        .getFirst()
        .checks()
        .getFirst()
        .timing();
  }
}
