package io.directord.kernel.packet;

import io.directord.kernel.Errno;
import io.directord.kernel.KernelException;
import io.directord.kernel.libc.PollSet;

/**
 * Waits until one of a few descriptors is readable, a moment has come, or another thread calls,
 * whichever is first; to the nanosecond that the kernel's timers give. Confined to one thread but
 * for {@link #wake}. Allocates nothing while it waits.
 */
public final class Poller implements AutoCloseable {
  /** How many descriptors can be watched: three or four an interface. */
  public static final int WATCHED_MAX = 1024;

  private final PollSet polled;
  private final int[] descriptors = new int[WATCHED_MAX];
  private final Runnable[] callbacks = new Runnable[WATCHED_MAX];
  private int watched;
  private boolean gaps;

  private Poller(PollSet polled) {
    this.polled = polled;
  }

  public static Poller open() throws KernelException {
    int event = PollSet.eventfd();
    if (event < 0) {
      throw new KernelException("eventfd", -event);
    }
    return new Poller(PollSet.of(event, WATCHED_MAX));
  }

  /** Watches for readability; {@code onReadable} runs inside {@link #await}. */
  public void watch(int fd, Runnable onReadable) {
    if (watched == WATCHED_MAX) {
      throw new IllegalStateException("more than " + WATCHED_MAX + " descriptors");
    }
    if (place(fd) >= 0) {
      throw new IllegalArgumentException("descriptor " + fd + " is watched already");
    }
    descriptors[watched] = fd;
    callbacks[watched] = onReadable;
    polled.set(watched, fd);
    watched++;
  }

  /** Before the descriptor is closed. Inside {@link #await} as well. */
  public void unwatch(int fd) {
    int place = place(fd);
    if (place >= 0) {
      descriptors[place] = PollSet.NONE;
      callbacks[place] = Poller::nothing;
      polled.set(place, PollSet.NONE);
      gaps = true;
    }
  }

  /** The clock of {@link #await}: CLOCK_MONOTONIC, which does not run while the machine sleeps. */
  public static long nowNanos() {
    return System.nanoTime(); // on Linux that very clock, as PollerTest shows, and cheaper
  }

  /**
   * Waits until then, {@link #nowNanos}, at the latest, and runs what became readable. A moment
   * that has passed means: only look.
   */
  public void await(long deadlineNanos) {
    closeGaps();
    int places = watched;
    int ready = polled.await(places, Math.max(0, deadlineNanos - nowNanos()));
    if (ready == -Errno.EINTR.number()) {
      return; // the caller looks at its clock anyway
    }
    if (ready < 0) {
      throw new IllegalStateException("ppoll: errno " + -ready);
    }
    for (int place = 0; ready > 0 && place < places; place++) {
      if (polled.ready(place)) {
        run(place);
      }
    }
  }

  /**
   * Ends the wait under way, or the next one; from any thread, and after closing without effect.
   */
  public void wake() {
    polled.wake();
  }

  @Override
  public void close() {
    polled.close();
  }

  private void run(int place) {
    if (polled.invalid(place)) {
      throw new IllegalStateException("descriptor " + descriptors[place] + " was closed unwatched");
    }
    callbacks[place].run();
  }

  private static void nothing() {}

  private int place(int fd) {
    for (int place = 0; place < watched; place++) {
      if (descriptors[place] == fd) {
        return place;
      }
    }
    return -1;
  }

  private void closeGaps() {
    if (!gaps) {
      return;
    }
    int kept = 0;
    for (int place = 0; place < watched; place++) {
      if (descriptors[place] != PollSet.NONE) {
        descriptors[kept] = descriptors[place];
        callbacks[kept] = callbacks[place];
        polled.set(kept, descriptors[kept]);
        kept++;
      }
    }
    while (watched > kept) {
      callbacks[--watched] = Poller::nothing;
    }
    gaps = false;
  }
}
