package io.directord.failover.arp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TurnsTest {
  private static final long SECOND = 1_000_000_000L;
  private static final Duration INTERVAL = Duration.ofSeconds(30);

  /** Near the end of the range: the clock may run over. */
  private static final long START = Math.subtractExact(Long.MAX_VALUE, 20 * SECOND);

  private final Turns<Integer> turns = new Turns<>();
  private long now = START;

  private record Asked(int who, long atNanos) {}

  @Test
  void nobodyIsAskedWhereThereIsNobody() {
    assertEquals(OptionalLong.empty(), turns.nextNanos());
    assertEquals(Optional.empty(), turns.next(now));
  }

  @Test
  void eachIsAskedWithinFiveSecondsAndThenOnceAnIntervalAtLeast() {
    turns.update(numbers(300), INTERVAL, now);
    Map<Integer, Long> last = new HashMap<>();
    for (Asked each : until(START + 100 * SECOND)) {
      long before = last.getOrDefault(each.who(), START);
      long most = last.containsKey(each.who()) ? 31 * SECOND : Turns.SOON_NANOS;
      assertTrue(each.atNanos() - before <= most, each + " after " + (each.atNanos() - before));
      last.put(each.who(), each.atNanos());
    }
    assertEquals(300, last.size());
  }

  @Test
  void afterTheBeginningTheyAreSpreadOverTheInterval() {
    turns.update(numbers(30), INTERVAL, now);
    until(START + 60 * SECOND);
    Map<Long, Integer> inSecond = new HashMap<>();
    until(START + 90 * SECOND)
        .forEach(each -> inSecond.merge((each.atNanos() - START) / SECOND, 1, Integer::sum));
    assertTrue(inSecond.values().stream().allMatch(number -> number <= 3), inSecond.toString());
    assertTrue(inSecond.size() >= 15, inSecond.toString());
  }

  @Test
  void thereAreNeverMoreThanTwoHundredASecond() {
    turns.update(numbers(10_000), INTERVAL, now);
    List<Asked> asked = until(START + 120 * SECOND);
    for (int i = 200; i < asked.size(); i++) {
      assertTrue(asked.get(i).atNanos() - asked.get(i - 200).atNanos() >= SECOND);
    }
    assertEquals(10_000, asked.stream().map(Asked::who).distinct().count());
  }

  @Test
  void whatIsNewIsAskedSoonAndWhatWasThereKeepsItsTurn() {
    turns.update(List.of(1, 2), INTERVAL, now);
    until(START + SECOND);
    turns.update(List.of(1, 2, 3), INTERVAL, now);
    assertEquals(Set.of(3), who(until(START + 6 * SECOND)));
  }

  @Test
  void whatIsGoneIsAskedNoMore() {
    turns.update(List.of(1, 2), INTERVAL, now);
    turns.update(List.of(2), INTERVAL, now);
    assertEquals(Set.of(2), who(until(START + 60 * SECOND)));
  }

  @Test
  void anotherIntervalCountsAtOnce() {
    turns.update(List.of(1), Duration.ofHours(1), now);
    until(START + SECOND);
    turns.update(List.of(1), Duration.ofSeconds(2), now);
    assertEquals(5, until(START + 10 * SECOND).size());
  }

  @Test
  void aTurnThatCameToNothingIsRepeatedWhenTold() {
    turns.update(List.of(1), INTERVAL, now);
    assertEquals(Optional.of(1), turns.next(now));
    turns.again(1, now + SECOND);
    assertEquals(OptionalLong.of(now + SECOND), turns.nextNanos());
    assertEquals(Optional.empty(), turns.next(now + SECOND - 1));
    assertEquals(Optional.of(1), turns.next(now + SECOND));
  }

  @Test
  void whoIsWithinReachAgainIsAskedSoonOnce() {
    turns.update(List.of(1), INTERVAL, now);
    until(START + SECOND);
    turns.soon(List.of(1), now);
    assertEquals(1, until(START + 6 * SECOND).size());
  }

  @Test
  void whoIsOutOfReachCostsNothingUntilItIsFound() {
    turns.update(List.of(1, 2), INTERVAL, now);
    int first = turns.next(now).orElseThrow();
    turns.gone(first);
    assertEquals(Set.of(3 - first), who(until(START + 60 * SECOND)));
    turns.soon(List.of(first), now);
    assertEquals(Set.of(1, 2), who(until(START + 120 * SECOND)));
  }

  private static Set<Integer> who(List<Asked> asked) {
    return asked.stream().map(Asked::who).collect(Collectors.toSet());
  }

  /** Takes all turns up to then. */
  private List<Asked> until(long end) {
    List<Asked> asked = new ArrayList<>();
    while (turns.nextNanos().isPresent() && turns.nextNanos().getAsLong() - end < 0) {
      now = turns.nextNanos().getAsLong() - now > 0 ? turns.nextNanos().getAsLong() : now;
      int who = turns.next(now).orElseThrow();
      asked.add(new Asked(who, now));
      turns.asked(who, now);
    }
    now = end;
    return asked;
  }

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }
}
