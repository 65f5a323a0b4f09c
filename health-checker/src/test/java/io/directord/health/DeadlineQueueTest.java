package io.directord.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class DeadlineQueueTest {

  @Test
  void valuesComeInTheOrderOfTheirTimesWhateverWasMovedOrRemoved() {
    Seeds.forEach(
        300,
        random -> {
          // Some runs pass the point where the clock wraps.
          long base = random.nextBoolean() ? random.nextLong() : Long.MAX_VALUE - 500;
          DeadlineQueue<Integer> queue = new DeadlineQueue<>();
          List<DeadlineQueue.Place<Integer>> places =
              IntStream.range(0, 40).mapToObj(n -> new DeadlineQueue.Place<>(n)).toList();
          Map<Integer, Long> model = new HashMap<>();
          for (int n = 0; n < 500; n++) {
            int value = random.nextInt(places.size());
            switch (random.nextInt(4)) {
              case 0, 1 -> {
                long at = random.nextInt(1000);
                queue.put(places.get(value), base + at);
                model.put(value, at);
              }
              case 2 -> {
                queue.remove(places.get(value));
                model.remove(value);
              }
              default -> {
                assertEquals(model.isEmpty(), queue.isEmpty());
                if (!model.isEmpty()) {
                  long head = model.values().stream().min(Long::compare).orElseThrow();
                  assertEquals(base + head, queue.headNanos());
                  assertTrue(queue.isDue(base + head));
                  assertFalse(queue.isDue(base + head - 1));
                  assertEquals(head, model.remove(queue.poll()));
                }
              }
            }
          }
        });
  }

  @Test
  void aPlaceStandsInOneQueueAtATime() {
    DeadlineQueue<String> one = new DeadlineQueue<>();
    DeadlineQueue<String> other = new DeadlineQueue<>();
    DeadlineQueue.Place<String> place = new DeadlineQueue.Place<>("a");
    one.put(place, 1);
    other.put(place, 2);
    assertTrue(one.isEmpty());
    one.remove(place);
    assertEquals("a", other.poll());
  }
}
