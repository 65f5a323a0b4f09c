package io.directord.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class CurveTest {
  private static final Curve LOAD =
      Curve.parse(Map.of("0", "100%", "4", "50%", "8", "10", "10.5", "0 %"));

  @Test
  void betweenTwoPointsTheLineIsStraight() {
    assertEquals(percent(100), LOAD.at(0));
    assertEquals(percent(75), LOAD.at(2));
    assertEquals(percent(50), LOAD.at(4));
    assertEquals(percent(40), LOAD.at(5));
    assertEquals(percent(10), LOAD.at(8));
    assertEquals(percent(0), LOAD.at(10.5));
  }

  @Test
  void beyondItsEndsItIsLevel() {
    assertEquals(percent(100), LOAD.at(-3));
    assertEquals(percent(0), LOAD.at(1e9));
  }

  @Test
  void aFallingCurveNeverRisesAndStaysWithinItsPoints() {
    Seeds.forEach(
        200,
        random -> {
          Map<String, String> points = new TreeMap<>();
          int percent = 200;
          int load = 0;
          for (int n = 0; n < 6; n++) {
            points.put("" + load, percent + "%");
            load += random.nextInt(1, 20);
            percent -= random.nextInt(0, 30);
          }
          Curve curve = Curve.parse(points);
          int before = 200;
          for (double at = -1; at < load + 1; at += 0.1) {
            int now = ((Advice.Weight.Percent) curve.at(at)).percent();
            assertTrue(now <= before && now >= 0, at + ": " + before + ", " + now);
            before = now;
          }
        });
  }

  @Test
  void whatIsNoCurveIsToldInWords() {
    assertWrong("curve must have 2..32 points, found 1", Map.of("1", "5%"));
    assertWrong("curve must have each load once, found 1.0", Map.of("1", "5%", "1.0", "6%"));
    assertWrong(
        "curve must have a load such as 0.5 at each point, found \"low\"",
        Map.of("low", "5%", "1.0", "6%"));
    assertWrong(
        "curve must have a share such as 50% at each point, found \"-6%\"",
        new TreeMap<>(Map.of("0", "5%", "1.0", "-6%")));
    assertThrows(IllegalArgumentException.class, () -> Curve.parse(Map.of("0", "1", "1", "25601")));
  }

  @Test
  void theFirstWordOfATextIsItsWeight() {
    assertEquals(Optional.of(percent(50)), WeightText.weight("50%", Optional.empty()));
    assertEquals(
        Optional.of(new Advice.Weight.Absolute(50)), WeightText.weight(" 50\n", Optional.empty()));
    assertEquals(
        Optional.of(percent(75)),
        WeightText.weight("2.00 0.33 0.30 1/123 4567\n", Optional.of(LOAD)));
    assertEquals(Optional.of(percent(50)), WeightText.weight("4%", Optional.of(LOAD)));
  }

  @Test
  void whatIsNoNumberIsNoWeight() {
    for (String text :
        new String[] {
          "",
          " ",
          "fine",
          "-1",
          "-0.2",
          "65536",
          "25601%",
          "%",
          "1e3",
          "NaN",
          "0x10",
          "9".repeat(99),
          "٣"
        }) {
      assertEquals(Optional.empty(), WeightText.weight(text, Optional.empty()), text);
    }
    assertEquals(Optional.empty(), WeightText.weight("Infinity", Optional.of(LOAD)));
  }

  private static Advice.Weight percent(int percent) {
    return new Advice.Weight.Percent(percent);
  }

  private static void assertWrong(String message, Map<String, String> points) {
    var wrong = assertThrows(IllegalArgumentException.class, () -> Curve.parse(points));
    assertEquals(message, wrong.getMessage());
  }
}
