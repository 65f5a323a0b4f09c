package io.directord.health;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Numbers that one thread counts and any thread reads: an increment is two plain moves, without the
 * locked instruction that several writers would need.
 */
final class Counters {
  private final AtomicLongArray values;

  Counters(int size) {
    this.values = new AtomicLongArray(size);
  }

  /** By the owner only. */
  void add(int index, long more) {
    values.setOpaque(index, values.getPlain(index) + more);
  }

  /** By the owner only. */
  void set(int index, long value) {
    values.setOpaque(index, value);
  }

  long get(int index) {
    return values.getOpaque(index);
  }
}
