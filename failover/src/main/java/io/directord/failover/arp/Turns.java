package io.directord.failover.arp;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * When each is asked: what is new within five seconds, then each once an interval, spread out, and
 * never more than a bounded number a second. Confined to one thread; no clock.
 *
 * @param <K> what has turns
 */
final class Turns<K> {
  static final long SOON_NANOS = 5_000_000_000L;

  /** 200 a second: a cycle of very many takes longer than the interval. */
  static final long APART_NANOS_MIN = 5_000_000;

  private static final long APART_NANOS_MAX = 100_000_000;

  /** A turn; one that is not the key's latest is void. */
  private record Turn<K>(K key, long atNanos, long number) implements Comparable<Turn<K>> {
    @Override
    public int compareTo(Turn<K> other) {
      long later = atNanos - other.atNanos;
      return Long.signum(later != 0 ? later : number - other.number);
    }
  }

  private final PriorityQueue<Turn<K>> queue = new PriorityQueue<>();
  private final Map<K, Long> latest = new HashMap<>();
  private final Set<K> crowded = new HashSet<>();
  private long intervalNanos;
  private long earliestNanos;
  private long spread;
  private long number;

  /** Has these from now on, in this order; who was there keeps its turn. */
  void update(Collection<K> keys, Duration interval, long nowNanos) {
    boolean other = intervalNanos != interval.toNanos();
    if (latest.isEmpty()) {
      earliestNanos = nowNanos;
    }
    intervalNanos = interval.toNanos();
    Set<K> wanted = new LinkedHashSet<>(keys);
    latest.keySet().retainAll(wanted);
    crowded.retainAll(wanted);
    queue.removeIf(turn -> !latest.containsKey(turn.key()));
    soon(wanted.stream().filter(key -> other || !latest.containsKey(key)).toList(), nowNanos);
  }

  /** These have their turn within five seconds, as far as the rate allows. */
  void soon(List<K> keys, long nowNanos) {
    if (keys.isEmpty()) {
      return;
    }
    long apart = Math.clamp(SOON_NANOS / keys.size(), APART_NANOS_MIN, APART_NANOS_MAX);
    long at = nowNanos;
    for (K key : keys) {
      put(key, at);
      crowded.add(key);
      at += apart;
    }
  }

  private void put(K key, long atNanos) {
    number++;
    latest.put(key, number);
    queue.add(new Turn<>(key, atNanos, number));
  }

  /** Whose turn it is. It has no other before {@link #asked} or {@link #again}. */
  Optional<K> next(long nowNanos) {
    dropVoid();
    Turn<K> head = queue.peek();
    if (head == null || nowNanos - earliestNanos < 0 || nowNanos - head.atNanos() < 0) {
      return Optional.empty();
    }
    queue.remove();
    earliestNanos = nowNanos + APART_NANOS_MIN;
    return Optional.of(head.key());
  }

  /**
   * It has had its turn. Those whose turns were crowded together are spread over the interval from
   * here on: the next of them comes earlier, never later.
   */
  void asked(K key, long nowNanos) {
    long wait = intervalNanos;
    if (crowded.remove(key)) {
      long share = Math.max(1, intervalNanos / latest.size());
      wait = intervalNanos - spread % latest.size() * share * 3 / 4;
      spread++;
    }
    put(key, nowNanos + wait);
  }

  /** Its turn came to nothing. */
  void again(K key, long atNanos) {
    put(key, atNanos);
  }

  /** It has no turns until {@link #soon} or {@link #update} names it. */
  void gone(K key) {
    latest.remove(key);
    crowded.remove(key);
  }

  /** When {@link #next} has somebody. */
  OptionalLong nextNanos() {
    dropVoid();
    Turn<K> head = queue.peek();
    if (head == null) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(head.atNanos() - earliestNanos >= 0 ? head.atNanos() : earliestNanos);
  }

  private void dropVoid() {
    Turn<K> head = queue.peek();
    while (head != null && latest.getOrDefault(head.key(), 0L) != head.number()) {
      queue.remove();
      head = queue.peek();
    }
  }
}
