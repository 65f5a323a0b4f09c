package io.directord.kernel.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.kernel.KernelException;
import io.directord.kernel.libc.Libc;
import io.directord.kernel.libc.PollSet;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PollerTest {
  private static final long MILLISECOND = 1_000_000L;
  private static final long SECOND = 1_000_000_000L;

  @Test
  void theClockIsTheMonotonicOneOfTheKernel() {
    for (int i = 0; i < 100; i++) {
      long before = Libc.clockNanos(Libc.CLOCK_MONOTONIC);
      long now = Poller.nowNanos();
      long after = Libc.clockNanos(Libc.CLOCK_MONOTONIC);
      assertTrue(before <= now && now <= after, before + " " + now + " " + after);
    }
  }

  @Test
  void itWaitsUntilThenAndNotLess() throws KernelException {
    try (Poller poller = Poller.open()) {
      for (int i = 0; i < 20; i++) {
        long deadline = Poller.nowNanos() + 3 * MILLISECOND;
        poller.await(deadline);
        long late = Poller.nowNanos() - deadline;
        assertTrue(late >= 0, "early by " + -late);
        assertTrue(late < SECOND, "late by " + late);
      }
      poller.await(Poller.nowNanos() - SECOND);
    }
  }

  @Test
  void aWakeEndsTheNextWaitOnce() throws KernelException {
    try (Poller poller = Poller.open()) {
      poller.wake();
      poller.wake();
      long began = Poller.nowNanos();
      poller.await(began + 60 * SECOND);
      assertTrue(Poller.nowNanos() - began < 30 * SECOND);
      long again = Poller.nowNanos();
      poller.await(again + 2 * MILLISECOND);
      assertTrue(Poller.nowNanos() - again >= 2 * MILLISECOND, "one wait, however many wakes");
    }
  }

  @Test
  void anotherThreadEndsTheWaitUnderWay() throws Exception {
    try (Poller poller = Poller.open()) {
      long began = Poller.nowNanos();
      Thread waker = Thread.ofPlatform().start(poller::wake);
      poller.await(began + 60 * SECOND);
      assertTrue(Poller.nowNanos() - began < 30 * SECOND);
      waker.join();
    }
  }

  @Test
  void wakingAClosedOneDoesNothing() throws KernelException {
    Poller poller = Poller.open();
    poller.close();
    poller.wake();
    poller.close();
  }

  @Test
  void whatIsReadableRunsAndWhatIsUnwatchedDoesNot() throws KernelException {
    int[] events = {readable(), readable(), readable()};
    List<Integer> ran = new ArrayList<>();
    try (Poller poller = Poller.open()) {
      poller.watch(
          events[0],
          () -> {
            ran.add(0);
            poller.unwatch(events[1]); // ready in this very round
            poller.unwatch(events[0]);
          });
      poller.watch(events[1], () -> ran.add(1));
      poller.watch(events[2], () -> ran.add(2));
      poller.await(Poller.nowNanos() + SECOND);
      assertEquals(List.of(0, 2), ran);
      poller.await(Poller.nowNanos() + SECOND);
      assertEquals(List.of(0, 2, 2), ran);
      poller.watch(events[1], () -> ran.add(1));
      poller.await(Poller.nowNanos() + SECOND);
      assertEquals(List.of(0, 2, 2, 2, 1), ran);
    } finally {
      for (int each : events) {
        Libc.close(each);
      }
    }
  }

  @Test
  void aDescriptorIsWatchedOnceAndNotClosedUnderneath() throws KernelException {
    int event = readable();
    try (Poller poller = Poller.open()) {
      poller.watch(event, () -> {});
      assertThrows(IllegalArgumentException.class, () -> poller.watch(event, () -> {}));
      Libc.close(event);
      assertThrows(IllegalStateException.class, () -> poller.await(Poller.nowNanos()));
    }
  }

  @Test
  void thereIsABound() throws KernelException {
    try (Poller poller = Poller.open()) {
      for (int i = 0; i < Poller.WATCHED_MAX; i++) {
        poller.watch(100_000 + i, () -> {});
      }
      assertThrows(IllegalStateException.class, () -> poller.watch(1, () -> {}));
    }
  }

  /** Something that can be read for ever. */
  private static int readable() {
    int fd = PollSet.eventfd();
    assertFalse(fd < 0);
    PollSet.of(fd, 0).wake();
    return fd;
  }
}
