package io.directord.director.command;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Lets so many lines of one event pass in a while, and counts the others: an event that repeats
 * itself must not fill a disk. One thread's; knows no clock.
 */
final class LogStorm {
  static final int LINES_MAX = 200;
  static final Duration WHILE = Duration.ofSeconds(10);

  /** Events are words of ours; only text without one could be more. */
  private static final int EVENTS_MAX = 1_000;

  private static final class Count {
    private long sinceMillis;
    private int lines;
    private long left;
  }

  private final Map<String, Count> counts = new HashMap<>();

  /** How many were left out before this one; below 0: it is left out too. */
  long pass(String event, long atMillis) {
    if (counts.size() >= EVENTS_MAX) {
      counts.clear();
    }
    Count count = counts.computeIfAbsent(event, _ -> new Count());
    long left = 0;
    if (count.lines == 0 || atMillis - count.sinceMillis >= WHILE.toMillis()) {
      left = count.left;
      count.sinceMillis = atMillis;
      count.lines = 0;
      count.left = 0;
    }
    if (count.lines == LINES_MAX) {
      count.left++;
      return -1;
    }
    count.lines++;
    return left;
  }
}
