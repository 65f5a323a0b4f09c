package io.directord.health.path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class MtuTrialTest {
  private static final InetAddress VIRTUAL = InetAddress.ofLiteral("192.0.2.10");

  @Test
  void withoutASizeNothingIsTried() {
    MtuTrial trial = new MtuTrial(0);
    for (int n = 0; n < 100; n++) {
      assertEquals(0, trial.due());
    }
  }

  @Test
  void whatGetsThroughIsTriedAgainWithEachSixteenthProbe() {
    MtuTrial trial = new MtuTrial(1500);
    for (int n = 0; n < 100; n++) {
      int due = trial.due();
      assertEquals(n % 16 == 0 ? 1500 : 0, due, "probe " + n);
      if (due > 0) {
        trial.passed(due);
      }
    }
    assertEquals(Optional.empty(), trial.complaint(VIRTUAL));
  }

  @Test
  void aRouterThatTellsTheSizeIsBelievedWhenThatFits() {
    MtuTrial trial = new MtuTrial(1500);
    trial.lost(trial.due(), 1480);
    assertEquals(Optional.of("packets of 1500 bytes are lost"), trial.complaint(VIRTUAL));
    assertEquals(1480, trial.due());
    trial.passed(1480);
    assertEquals(
        Optional.of(
            "packets above 1480 bytes are lost: set the MSS to 1440 or less, or the MTU of its"
                + " routes"),
        trial.complaint(VIRTUAL));
  }

  @Test
  void aSilentHoleIsFoundWithinAStepAndFromBelow() {
    for (int real = 600; real < 1500; real += 7) {
      MtuTrial trial = new MtuTrial(1500);
      for (int probe = 0; probe < 40; probe++) {
        tryOnce(trial, real);
      }
      String said = trial.complaint(VIRTUAL).orElseThrow();
      assertTrue(said.startsWith("packets above "), said + " of " + real);
      int found = Integer.parseInt(said.replaceFirst("^packets above (\\d+) .*$", "$1"), 10);
      assertTrue(found <= real && real - found <= 20, "found " + found + " of " + real);
    }
  }

  @Test
  void whatIsRepairedIsForgotten() {
    MtuTrial trial = new MtuTrial(1500);
    for (int probe = 0; probe < 40; probe++) {
      tryOnce(trial, 1400);
    }
    for (int probe = 0; probe < 17; probe++) {
      tryOnce(trial, 1500);
    }
    assertEquals(Optional.empty(), trial.complaint(VIRTUAL));
  }

  private static void tryOnce(MtuTrial trial, int real) {
    int due = trial.due();
    if (due > real) {
      trial.lost(due, 0);
    } else if (due > 0) {
      trial.passed(due);
    }
  }
}
