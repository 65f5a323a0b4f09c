package io.directord.health;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values in the order of their times; a value's place can be moved or given up without a search.
 * Equal times keep no order. Not thread-safe.
 */
final class DeadlineQueue<T> {

  /** One value's place, in at most one queue at a time. */
  static final class Place<T> {
    private final T value;
    private @Nullable DeadlineQueue<T> queue;
    private long atNanos;
    private int index;

    Place(T value) {
      this.value = value;
    }
  }

  private final List<Place<T>> heap = new ArrayList<>();

  boolean isEmpty() {
    return heap.isEmpty();
  }

  /** The earliest time; asked only of a queue that is not empty. */
  long headNanos() {
    return heap.getFirst().atNanos;
  }

  boolean isDue(long nowNanos) {
    return !heap.isEmpty() && nowNanos - headNanos() >= 0;
  }

  /** Takes the earliest value out. */
  T poll() {
    Place<T> head = heap.getFirst();
    remove(head);
    return head.value;
  }

  /** Takes the place out of the queue it stood in, whichever that is. */
  void put(Place<T> place, long atNanos) {
    if (place.queue != null) {
      place.queue.remove(place);
    }
    place.queue = this;
    place.atNanos = atNanos;
    heap.add(place);
    place.index = heap.size() - 1;
    rise(place);
  }

  /** Harmless for a place that is not in this queue. */
  void remove(Place<T> place) {
    if (place.queue != this) {
      return;
    }
    Place<T> last = heap.removeLast();
    if (last != place) {
      set(place.index, last);
      rise(last);
      sink(last);
    }
    place.queue = null;
  }

  private void rise(Place<T> place) {
    while (place.index > 0) {
      Place<T> parent = heap.get((place.index - 1) / 2);
      if (!isEarlier(place, parent)) {
        return;
      }
      swap(place, parent);
    }
  }

  private void sink(Place<T> place) {
    for (Place<T> child = earlierChild(place);
        child != null && isEarlier(child, place);
        child = earlierChild(place)) {
      swap(place, child);
    }
  }

  private @Nullable Place<T> earlierChild(Place<T> place) {
    int left = 2 * place.index + 1;
    if (left >= heap.size()) {
      return null;
    }
    if (left + 1 == heap.size() || isEarlier(heap.get(left), heap.get(left + 1))) {
      return heap.get(left);
    }
    return heap.get(left + 1);
  }

  private void swap(Place<T> one, Place<T> other) {
    int index = one.index;
    set(other.index, one);
    set(index, other);
  }

  private void set(int index, Place<T> place) {
    heap.set(index, place);
    place.index = index;
  }

  /** By difference, because monotonic clocks may wrap. */
  private static <T> boolean isEarlier(Place<T> one, Place<T> other) {
    return one.atNanos - other.atNanos < 0;
  }
}
