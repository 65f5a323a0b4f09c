package io.directord.director.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Events that are told together: the first ones, and how many more of each kind. Pure.
 *
 * @param last the number of the last line of the journal that was looked at
 */
record Moment(List<JournalEvent> events, Map<String, Integer> more, long last) {
  static final int EVENTS_MAX = 100;

  Moment {
    events = List.copyOf(events);
    more = Map.copyOf(more);
    if (events.isEmpty() || events.size() > EVENTS_MAX) {
      throw new IllegalArgumentException("1.." + EVENTS_MAX + " events, not " + events.size());
    }
  }

  static Moment of(JournalEvent event) {
    return new Moment(List.of(event), Map.of(), event.sequence());
  }

  JournalEvent first() {
    return events.getFirst();
  }

  /** How many there are in all. */
  int count() {
    return events.size() + more.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** With the next line of the journal. */
  Moment with(long sequence, Optional<JournalEvent> event) {
    if (event.isEmpty()) {
      return new Moment(events, more, sequence);
    }
    if (events.size() == EVENTS_MAX) {
      Map<String, Integer> counted = new TreeMap<>(more);
      counted.merge(event.get().kind(), 1, Integer::sum);
      return new Moment(events, counted, sequence);
    }
    List<JournalEvent> longer = new ArrayList<>(events);
    longer.add(event.get());
    return new Moment(longer, more, sequence);
  }
}
