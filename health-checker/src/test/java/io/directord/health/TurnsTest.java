package io.directord.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TurnsTest {
  private final List<Integer> granted = new ArrayList<>();
  private final Turns turns = new Turns(2);

  @Test
  void soManyGoAtOnceAndTheOthersInTheirOrder() {
    Turns.Turn one = ask(1);
    Turns.Turn two = ask(2);
    ask(3);
    ask(4);
    assertEquals(List.of(1, 2), granted);
    two.end();
    two.end();
    assertEquals(List.of(1, 2, 3), granted);
    one.end();
    assertEquals(List.of(1, 2, 3, 4), granted);
  }

  @Test
  void whoGivesUpWaitingIsSkippedAndWhoHasATurnKeepsIt() {
    Turns.Turn one = ask(1);
    ask(2);
    Turns.Turn three = ask(3);
    ask(4);
    assertTrue(three.giveUp());
    assertFalse(three.giveUp());
    assertFalse(one.giveUp());
    assertEquals(List.of(1, 2), granted);
    one.end();
    assertEquals(List.of(1, 2, 4), granted);
  }

  @Test
  void neverAreMoreUnderWayThanMay() {
    Seeds.forEach(
        100,
        random -> {
          Turns few = new Turns(random.nextInt(1, 5));
          List<Turns.Turn> asked = new ArrayList<>();
          int[] underWay = {0};
          for (int n = 0; n < 200; n++) {
            if (asked.isEmpty() || random.nextBoolean()) {
              asked.add(few.ask(() -> underWay[0]++));
            } else {
              Turns.Turn leaver = asked.remove(random.nextInt(asked.size()));
              if (!leaver.giveUp()) {
                underWay[0]--;
                leaver.end();
              }
            }
            assertEquals(Math.min(asked.size(), few.most()), underWay[0]);
          }
        });
  }

  private Turns.Turn ask(int number) {
    return turns.ask(() -> granted.add(number));
  }
}
