package io.directord.kernel.libc;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

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
  private static final MethodHandle PPOLL =
      Libc.call(
          "ppoll",
          FunctionDescriptor.of(
              Libc.INT, ValueLayout.ADDRESS, Libc.SIZE, ValueLayout.ADDRESS, ValueLayout.ADDRESS));
  private static final MethodHandle EVENTFD =
      Libc.call("eventfd", FunctionDescriptor.of(Libc.INT, Libc.INT, Libc.INT));
  private static final MethodHandle READ = transfer("read");
  private static final MethodHandle WRITE = transfer("write");

  private final int event;
  private final MemorySegment polled;
  private final MemorySegment state = NativeBytes.of((int) Libc.STATE.byteSize()).segment();
  private final MemorySegment timeout = NativeBytes.of(16).segment();
  private final MemorySegment count = NativeBytes.of(Long.BYTES).segment();
  private final Object waking = new Object();
  private final MemorySegment wakingState = NativeBytes.of((int) Libc.STATE.byteSize()).segment();
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
    MemorySegment state = NativeBytes.of((int) Libc.STATE.byteSize()).segment();
    try {
      int flags = Libc.SOCK_NONBLOCK | Libc.SOCK_CLOEXEC; // EFD_NONBLOCK, EFD_CLOEXEC
      return Libc.negateErrno((int) EVENTFD.invokeExact(state, 0, flags), state);
    } catch (Throwable broken) {
      throw new AssertionError("eventfd", broken);
    }
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
    try {
      int ready = (int) PPOLL.invokeExact(state, polled, 1L + places, timeout, MemorySegment.NULL);
      if (ready > 0 && ready(-1)) {
        var _ = (long) READ.invokeExact(state, event, count, (long) Long.BYTES);
      }
      return Libc.negateErrno(ready, state);
    } catch (Throwable broken) {
      throw new AssertionError("ppoll", broken);
    }
  }

  /** Ends the wait under way or the next one; from any thread, also after closing. */
  public void wake() {
    synchronized (waking) {
      if (closed) {
        return; // the number may be another descriptor's by now
      }
      try {
        var _ = (long) WRITE.invokeExact(wakingState, event, one, (long) Long.BYTES);
      } catch (Throwable broken) {
        throw new AssertionError("write", broken);
      }
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

  private static MethodHandle transfer(String call) {
    return Libc.call(
        call, FunctionDescriptor.of(Libc.SIZE, Libc.INT, ValueLayout.ADDRESS, Libc.SIZE));
  }
}
