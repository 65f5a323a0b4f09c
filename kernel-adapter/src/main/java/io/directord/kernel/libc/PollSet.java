package io.directord.kernel.libc;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * ppoll(2) on an array of descriptors, and the eventfd(2) that stands first in it, by which other
 * threads end a wait. Allocates nothing while it waits. Confined to one thread but for {@link
 * #wake}.
 *
 * <pre>
 *  struct pollfd:  | fd (4) | events (2) | what happened (2) |
 * </pre>
 */
public final class PollSet implements AutoCloseable {
  /** A descriptor that ppoll passes over. */
  public static final int NONE = -1;

  private static final int POLLFD_BYTES = 8;
  private static final short POLLIN = 1;
  private static final int POLLNVAL = 0x20;
  private static final long SECOND_NANOS = 1_000_000_000L;

  private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT;
  private static final LibcCall PPOLL = LibcCall.named("ppoll");
  private static final LibcCall EVENTFD = LibcCall.named("eventfd");
  private static final LibcCall READ = LibcCall.named("read");
  private static final LibcCall WRITE = LibcCall.named("write");

  private final int event;
  private final MemorySegment polled;
  private final MemorySegment state = LibcCall.state();
  private final MemorySegment timeout = NativeBytes.of(16).segment();
  private final MemorySegment count = NativeBytes.of(Long.BYTES).segment();
  private final Object waking = new Object();
  private final MemorySegment wakingState = LibcCall.state();
  private final MemorySegment one = NativeBytes.of(Long.BYTES).segment();
  private boolean closed;

  private PollSet(int event, int descriptorsMax) {
    this.event = event;
    this.polled = NativeBytes.of((1 + descriptorsMax) * POLLFD_BYTES).segment();
    one.set(Libc.SIZE, 0, 1);
    set(-1, event);
  }

  /** eventfd(2); negative is {@code -errno}, otherwise for {@link #of}. */
  public static int eventfd() {
    int flags = Libc.SOCK_NONBLOCK | Libc.SOCK_CLOEXEC; // EFD_NONBLOCK, EFD_CLOEXEC
    return EVENTFD.call(LibcCall.state(), 0, flags);
  }

  /** Owns the eventfd. */
  public static PollSet of(int eventfd, int descriptorsMax) {
    return new PollSet(eventfd, descriptorsMax);
  }

  /** Polls this descriptor, or {@link #NONE}, at this place. */
  public void set(int place, int fd) {
    long at = at(place);
    polled.set(Libc.INT, at, fd);
    polled.set(SHORT, at + 4, POLLIN);
    polled.set(SHORT, at + 6, (short) 0);
  }

  /** Whether something happened at this place in the wait before. */
  public boolean ready(int place) {
    return polled.get(SHORT, at(place) + 6) != 0;
  }

  /** Whether what is polled at this place is no open descriptor. */
  public boolean invalid(int place) {
    return (polled.get(SHORT, at(place) + 6) & POLLNVAL) != 0;
  }

  /**
   * Waits for at most so long on the first places. Answers how many are ready, the eventfd among
   * them, or {@code -errno}; a wake is used up.
   */
  public int await(int places, long nanos) {
    timeout.set(Libc.SIZE, 0, nanos / SECOND_NANOS);
    timeout.set(Libc.SIZE, 8, nanos % SECOND_NANOS);
    int ready = PPOLL.call(state, polled.address(), 1L + places, timeout.address(), 0);
    if (ready > 0 && ready(-1)) {
      var _ = READ.call(state, event, count.address(), Long.BYTES);
    }
    return ready;
  }

  /** Ends the wait under way or the next one; from any thread, also after closing. */
  public void wake() {
    synchronized (waking) {
      if (closed) {
        return; // the number may be another descriptor's by now
      }
      var _ = WRITE.call(wakingState, event, one.address(), Long.BYTES);
    }
  }

  @Override
  public void close() {
    synchronized (waking) {
      if (!closed) {
        closed = true;
        Libc.close(event);
      }
    }
  }

  private static long at(int place) {
    return (1L + place) * POLLFD_BYTES;
  }
}
