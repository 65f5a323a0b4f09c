package io.directord.health;

import java.util.concurrent.atomic.AtomicLong;

/** A number that one thread counts and any thread reads: nothing that is locked, unlike a sum. */
final class Count {
  private final AtomicLong value = new AtomicLong();

  /** By the owner only. */
  void increment() {
    value.setOpaque(value.getPlain() + 1);
  }

  /** By the owner only. */
  void set(long now) {
    value.setOpaque(now);
  }

  long get() {
    return value.getOpaque();
  }
}
