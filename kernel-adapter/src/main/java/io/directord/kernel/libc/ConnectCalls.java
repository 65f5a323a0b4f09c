package io.directord.kernel.libc;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;

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

  private static final LibcCall CONNECT = LibcCall.named("connect");
  private static final LibcCall GETSOCKOPT = LibcCall.named("getsockopt");
  private static final LibcCall GETSOCKNAME = LibcCall.named("getsockname");
  private static final LibcCall EPOLL_CREATE1 = LibcCall.named("epoll_create1");
  private static final LibcCall EPOLL_CTL = LibcCall.named("epoll_ctl");
  private static final LibcCall EPOLL_WAIT = LibcCall.named("epoll_wait");

  private final int eventsMax;
  private final MemorySegment state = LibcCall.state();
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
    return EPOLL_CREATE1.call(state, Libc.SOCK_CLOEXEC); // EPOLL_CLOEXEC
  }

  /** socket(2) of TCP: the descriptor, or {@code -errno}. */
  public int socket(int domain) {
    return Libc.SOCKET.call(state, domain, STREAM, 0);
  }

  /** close(2). */
  public int close(int fd) {
    return Libc.CLOSE.call(state, fd);
  }

  /** connect(2); mostly {@code -EINPROGRESS}. */
  public int connect(int fd, NativeBytes address) {
    try {
      return CONNECT.call(state, fd, address.segment().address(), address.bytes());
    } finally {
      Reference.reachabilityFence(address);
    }
  }

  /** So that closing it sends a reset, and leaves no TIME_WAIT behind. */
  public int resetWhenClosed(int fd) {
    return Libc.SETSOCKOPT.call(
        state, fd, Libc.SOL_SOCKET, SO_LINGER, linger.address(), LINGER_BYTES);
  }

  /**
   * What became of the connection: zero, or {@code -errno}. Asked once, then the kernel forgets.
   */
  public int outcome(int fd) {
    length.set(Libc.INT, 0, Integer.BYTES);
    int answer =
        GETSOCKOPT.call(state, fd, Libc.SOL_SOCKET, SO_ERROR, value.address(), length.address());
    return answer < 0 ? answer : -value.get(Libc.INT, 0);
  }

  /** Whether this end of the connection has the address and port of the other one. */
  public boolean isItsOwnPeer(int fd, NativeBytes address) {
    length.set(Libc.INT, 0, NAME_BYTES);
    int answer = GETSOCKNAME.call(state, fd, name.address(), length.address());
    // Family, port and, for IPv4, the address; IPv6 has a flow in between, which is 0.
    return answer == 0
        && MemorySegment.mismatch(name, 0, address.bytes(), address.segment(), 0, address.bytes())
            < 0;
  }

  /** Tells, once, of the end of a connect; the tag comes back. Zero, or {@code -errno}. */
  public int await(int epoll, int fd, long tag) {
    interest.set(Libc.INT, 0, EPOLLOUT | EPOLLONESHOT);
    interest.set(DATA, DATA_AT, tag);
    return EPOLL_CTL.call(state, epoll, CTL_ADD, fd, interest.address());
  }

  /** How many have ended; does not wait. */
  public int ended(int epoll) {
    return EPOLL_WAIT.call(state, epoll, events.address(), eventsMax, 0);
  }

  public long tag(int which) {
    return events.get(DATA, (long) which * EVENT_BYTES + DATA_AT);
  }

  /** Else it stands, and its outcome need not be asked for. */
  public boolean failed(int which) {
    int what = events.get(ValueLayout.JAVA_INT_UNALIGNED, (long) which * EVENT_BYTES);
    return (what & (EPOLLERR | EPOLLHUP)) != 0;
  }
}
