package io.directord.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class LoopLoadsTest {
  private static final long CHECK = LoopLoads.load(Duration.ofSeconds(1), 1);

  private final LoopLoads<String> loads = new LoopLoads<>(List.of("one", "two"));

  private List<String> add(int count, long load) {
    return Stream.generate(() -> loads.add(load)).limit(count).toList();
  }

  @Test
  void theFirstIsFilledThenTheSecondThenBothTakeTheSame() {
    assertEquals(List.of("one"), loads.inUse());
    assertEquals(Collections.nCopies(LoopLoads.FULL, "one"), add(LoopLoads.FULL, CHECK));
    assertEquals(List.of("one"), loads.inUse());
    assertEquals(Collections.nCopies(LoopLoads.FULL, "two"), add(LoopLoads.FULL, CHECK));
    assertEquals(List.of("one", "two"), loads.inUse());
    assertEquals(List.of("one", "two", "one", "two"), add(4, CHECK));
  }

  @Test
  void whatGoesMakesRoom() {
    add(LoopLoads.FULL, CHECK);
    loads.remove("one", CHECK);
    assertEquals(List.of("one", "two"), add(2, CHECK));
    loads.remove("two", CHECK);
    assertEquals(List.of("one"), loads.inUse());
  }

  @Test
  void whatIsNeverProbedIsNoLoad() {
    add(LoopLoads.FULL, CHECK);
    assertEquals(List.of("one", "one"), add(2, 0));
  }

  @Test
  void aLoadGoesByTheIntervalAndTheCost() {
    assertEquals(10 * CHECK, LoopLoads.load(Duration.ofMillis(100), 1));
    assertEquals(CHECK, LoopLoads.load(Duration.ofSeconds(5), 5));
    assertEquals(0, LoopLoads.load(Duration.ofDays(30), 1));
  }

  @Test
  void oneLoopTakesEverything() {
    LoopLoads<String> only = new LoopLoads<>(List.of("only"));
    for (int n = 0; n < 3; n++) {
      assertEquals("only", only.add(LoopLoads.load(Duration.ofMillis(10), 200)));
    }
  }
}
