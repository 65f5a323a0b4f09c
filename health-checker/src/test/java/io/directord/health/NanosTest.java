package io.directord.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NanosTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0.01 ms",
    "49_999, 0.04 ms",
    "999_999, 0.99 ms",
    "1_000_000, 1.0 ms",
    "1_849_000, 1.8 ms",
    "9_999_999, 9.9 ms",
    "18_700_000, 18 ms",
    "999_999_999, 999 ms",
    "1_000_000_000, 1.0 s",
    "61_250_000_000, 61.2 s"
  })
  void aMeasuredTimeHasTheDigitsThatMatter(String nanos, String text) {
    assertEquals(text, Nanos.measured(Long.parseLong(nanos.replace("_", ""))));
  }

  @ParameterizedTest
  @CsvSource({"1_000_000_000, 1s", "1_500_000_000, 1500ms", "250_000, 250us", "12, 12ns"})
  void aConfiguredTimeIsWrittenAsInTheConfiguration(String nanos, String text) {
    assertEquals(text, Nanos.configured(Long.parseLong(nanos.replace("_", ""))));
  }

  @Test
  void aSuccessSaysHowLongItTook() {
    assertEquals("HTTP 200 in 1.8 ms", ProbeOutcome.success("HTTP 200", 1_800_000).evidence());
  }

  @Test
  void aTimeoutSaysHowFarTheProbeCame() {
    assertEquals(
        "no answer within 1s (connecting)",
        ProbeOutcome.timeout(1_000_000_000, "connecting", 1_000_100_000).evidence());
  }
}
