package io.directord.health.raw;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is under way, each at a number that comes back with its answer: nothing is searched. Pure.
 */
final class Slots<T> {
  static final int BITS = 12;
  static final int COUNT = 1 << BITS;
  static final int NONE = -1;

  private final List<@Nullable T> taken = new ArrayList<>();
  private final int[] free = new int[COUNT];
  private int freeCount;

  /** The number, or {@link #NONE} when all are taken. */
  int put(T each) {
    if (freeCount > 0) {
      int slot = free[--freeCount];
      taken.set(slot, each);
      return slot;
    }
    if (taken.size() == COUNT) {
      return NONE;
    }
    taken.add(each);
    return taken.size() - 1;
  }

  @Nullable T get(int slot) {
    return slot < taken.size() ? taken.get(slot) : null;
  }

  void free(int slot) {
    if (taken.get(slot) == null) {
      throw new IllegalStateException("slot " + slot + " is free already");
    }
    taken.set(slot, null);
    free[freeCount++] = slot;
  }
}
