package io.directord.director.admin;

import java.util.concurrent.atomic.AtomicLong;

/** How many bytes wait for clients that take their time. Thread-safe. */
final class AnswerBudget {
  private final long bytesMax;
  private final AtomicLong used = new AtomicLong();

  AnswerBudget(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /** One answer always goes, however long it is. */
  boolean take(long bytes) {
    long after = used.addAndGet(bytes);
    if (after > bytesMax && after > bytes) {
      used.addAndGet(-bytes);
      return false;
    }
    return true;
  }

  void giveBack(long bytes) {
    used.addAndGet(-bytes);
  }
}
