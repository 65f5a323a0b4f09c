package io.directord.kernel.libc;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * connect(2) on descriptors that do not block, and an epoll(7) that tells of their end, with all
 * the memory that they need allocated once. Owns no descriptor. Confined to one thread.
 *
 * <pre>
 *  struct epoll_event:  | events (4) | data (8) |      without a gap on x86-64, elsewhere with one of 4
 * </pre>
 */
public final class ConnectCalls {
  private static final int SO_ERROR = 4; // asm-generic/socket.h
  private static final int SO_LINGER = 13;
  private static final int LINGER_BYTES = 8; // struct linger

  private static final int EPOLLOUT = 0x4; // linux/eventpoll.h
  private static final int EPOLLERR = 0x8;
  private static final int EPOLLHUP = 0x10;
  private static final int EPOLLONESHOT = 1 << 30;
  private static final int CTL_ADD = 1;
  private static final int DATA_AT = System.getProperty("os.arch").equals("amd64") ? 4 : 8;
  private static final int EVENT_BYTES = DATA_AT + Long.BYTES;
  private static final int NAME_BYTES = 28; // struct sockaddr_in6

  private static final ValueLayout.OfLong DATA = ValueLayout.JAVA_LONG_UNALIGNED;

  private static final int STREAM =
      1 | Libc.SOCK_NONBLOCK | Libc.SOCK_CLOEXEC; // SOCK_STREAM, linux/net.h

  private static final MethodHandle SOCKET =
      Libc.call("socket", FunctionDescriptor.of(Libc.INT, Libc.INT, Libc.INT, Libc.INT));
  private static final MethodHandle CLOSE =
      Libc.call("close", FunctionDescriptor.of(Libc.INT, Libc.INT));
  private static final MethodHandle CONNECT =
      Libc.call(
          "connect", FunctionDescriptor.of(Libc.INT, Libc.INT, ValueLayout.ADDRESS, Libc.INT));
  private static final MethodHandle SETSOCKOPT = option("setsockopt", Libc.INT);
  private static final MethodHandle GETSOCKOPT = option("getsockopt", ValueLayout.ADDRESS);
  private static final MethodHandle GETSOCKNAME =
      Libc.call(
          "getsockname",
          FunctionDescriptor.of(Libc.INT, Libc.INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS));
  private static final MethodHandle EPOLL_CREATE1 =
      Libc.call("epoll_create1", FunctionDescriptor.of(Libc.INT, Libc.INT));
  private static final MethodHandle EPOLL_CTL =
      Libc.call(
          "epoll_ctl",
          FunctionDescriptor.of(Libc.INT, Libc.INT, Libc.INT, Libc.INT, ValueLayout.ADDRESS));
  private static final MethodHandle EPOLL_WAIT =
      Libc.call(
          "epoll_wait",
          FunctionDescriptor.of(Libc.INT, Libc.INT, ValueLayout.ADDRESS, Libc.INT, Libc.INT));

  private final int eventsMax;
  private final MemorySegment state = NativeBytes.of((int) Libc.STATE.byteSize()).segment();
  private final MemorySegment linger = NativeBytes.of(LINGER_BYTES).segment();
  private final MemorySegment value = NativeBytes.of(Integer.BYTES).segment();
  private final MemorySegment length = NativeBytes.of(Integer.BYTES).segment();
  private final MemorySegment name = NativeBytes.of(NAME_BYTES).segment();
  private final MemorySegment interest = NativeBytes.of(EVENT_BYTES).segment();
  private final MemorySegment events;

  /**
   * @param eventsMax as many ends are told of at once
   */
  public ConnectCalls(int eventsMax) {
    this.eventsMax = eventsMax;
    this.events = NativeBytes.of(eventsMax * EVENT_BYTES).segment();
    linger.set(Libc.INT, 0, 1); // on, for 0 seconds
  }

  /** epoll_create1(2): the descriptor, or {@code -errno}. */
  public int createEpoll() {
    try {
      int flags = Libc.SOCK_CLOEXEC; // EPOLL_CLOEXEC
      return Libc.negateErrno((int) EPOLL_CREATE1.invokeExact(state, flags), state);
    } catch (Throwable broken) {
      throw new AssertionError("epoll_create1", broken);
    }
  }

  /** socket(2) of TCP: the descriptor, or {@code -errno}. */
  public int socket(int domain) {
    try {
      return Libc.negateErrno((int) SOCKET.invokeExact(state, domain, STREAM, 0), state);
    } catch (Throwable broken) {
      throw new AssertionError("socket", broken);
    }
  }

  /** close(2). */
  public int close(int fd) {
    try {
      return Libc.negateErrno((int) CLOSE.invokeExact(state, fd), state);
    } catch (Throwable broken) {
      throw new AssertionError("close", broken);
    }
  }

  /** connect(2); mostly {@code -EINPROGRESS}. */
  public int connect(int fd, NativeBytes address) {
    try {
      return Libc.negateErrno(
          (int) CONNECT.invokeExact(state, fd, address.segment(), address.bytes()), state);
    } catch (Throwable broken) {
      throw new AssertionError("connect", broken);
    }
  }

  /** So that closing it sends a reset, and leaves no TIME_WAIT behind. */
  public int resetWhenClosed(int fd) {
    try {
      return Libc.negateErrno(
          (int) SETSOCKOPT.invokeExact(state, fd, Libc.SOL_SOCKET, SO_LINGER, linger, LINGER_BYTES),
          state);
    } catch (Throwable broken) {
      throw new AssertionError("setsockopt", broken);
    }
  }

  /**
   * What became of the connection: zero, or {@code -errno}. Asked once, then the kernel forgets.
   */
  public int outcome(int fd) {
    length.set(Libc.INT, 0, Integer.BYTES);
    try {
      int answer =
          Libc.negateErrno(
              (int) GETSOCKOPT.invokeExact(state, fd, Libc.SOL_SOCKET, SO_ERROR, value, length),
              state);
      return answer < 0 ? answer : -value.get(Libc.INT, 0);
    } catch (Throwable broken) {
      throw new AssertionError("getsockopt", broken);
    }
  }

  /** Whether this end of the connection has the address and port of the other one. */
  public boolean isItsOwnPeer(int fd, NativeBytes address) {
    length.set(Libc.INT, 0, NAME_BYTES);
    try {
      int answer = (int) GETSOCKNAME.invokeExact(state, fd, name, length);
      // Family, port and, for IPv4, the address; IPv6 has a flow in between, which is 0.
      return answer == 0
          && MemorySegment.mismatch(name, 0, address.bytes(), address.segment(), 0, address.bytes())
              < 0;
    } catch (Throwable broken) {
      throw new AssertionError("getsockname", broken);
    }
  }

  /** Tells, once, of the end of a connect; the tag comes back. Zero, or {@code -errno}. */
  public int await(int epoll, int fd, long tag) {
    interest.set(Libc.INT, 0, EPOLLOUT | EPOLLONESHOT);
    interest.set(DATA, DATA_AT, tag);
    try {
      return Libc.negateErrno(
          (int) EPOLL_CTL.invokeExact(state, epoll, CTL_ADD, fd, interest), state);
    } catch (Throwable broken) {
      throw new AssertionError("epoll_ctl", broken);
    }
  }

  /** How many have ended; does not wait. */
  public int ended(int epoll) {
    try {
      return Libc.negateErrno(
          (int) EPOLL_WAIT.invokeExact(state, epoll, events, eventsMax, 0), state);
    } catch (Throwable broken) {
      throw new AssertionError("epoll_wait", broken);
    }
  }

  public long tag(int which) {
    return events.get(DATA, (long) which * EVENT_BYTES + DATA_AT);
  }

  /** Else it stands, and its outcome need not be asked for. */
  public boolean failed(int which) {
    int what = events.get(ValueLayout.JAVA_INT_UNALIGNED, (long) which * EVENT_BYTES);
    return (what & (EPOLLERR | EPOLLHUP)) != 0;
  }

  private static MethodHandle option(String call, ValueLayout lengthLayout) {
    return Libc.call(
        call,
        FunctionDescriptor.of(
            Libc.INT, Libc.INT, Libc.INT, Libc.INT, ValueLayout.ADDRESS, lengthLayout));
  }
}
