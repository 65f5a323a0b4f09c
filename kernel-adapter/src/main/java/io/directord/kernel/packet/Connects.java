package io.directord.kernel.packet;

import io.directord.kernel.Errno;
import io.directord.kernel.Family;
import io.directord.kernel.KernelException;
import io.directord.kernel.libc.ConnectCalls;
import io.directord.kernel.libc.Libc;
import io.directord.kernel.libc.NativeBytes;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * TCP connections that are made and reset, and over which nothing is said: five system calls each,
 * and no object. One descriptor, {@link #epollFd}, tells of the end of all of them. Never blocks.
 * Confined to one thread, after opening.
 */
public final class Connects implements AutoCloseable {
  private static final int EVENTS_MAX = 128;
  private static final int PORT_AT = 2;

  private final ConnectCalls calls;
  private final int epoll;
  private boolean closed;

  /** An address and port, in the form that the kernel wants. */
  public static final class Peer {
    private final Family family;
    private final NativeBytes name;

    private Peer(Family family, NativeBytes name) {
      this.family = family;
      this.name = name;
    }

    public static Peer of(InetSocketAddress address) {
      int link = address.getAddress() instanceof Inet6Address ipv6 ? ipv6.getScopeId() : 0;
      NativeBytes name = SocketAddresses.of(address.getAddress(), link);
      ByteBuffer buffer = name.buffer().duplicate().order(ByteOrder.BIG_ENDIAN);
      buffer.putShort(PORT_AT, (short) address.getPort());
      return new Peer(Family.of(address.getAddress()), name);
    }
  }

  private Connects(ConnectCalls calls, int epoll) {
    this.calls = calls;
    this.epoll = epoll;
  }

  public static Connects open() throws KernelException {
    ConnectCalls calls = new ConnectCalls(EVENTS_MAX);
    int epoll = calls.createEpoll();
    if (epoll < 0) {
      throw Denials.of("epoll", -epoll);
    }
    return new Connects(calls, epoll);
  }

  /** Can be read while {@link #ended} has something to tell. */
  public int epollFd() {
    return epoll;
  }

  /**
   * Begins to connect: the descriptor, which is the caller's to {@link #hangUp}, or {@code -errno}.
   *
   * @param sequence comes back beside the descriptor, which may have been another's before
   */
  public int start(Peer peer, int sequence) {
    int fd = calls.socket(peer.family.number());
    if (fd < 0) {
      return fd;
    }
    int answer = calls.resetWhenClosed(fd);
    if (answer == 0) {
      answer = calls.connect(fd, peer.name);
    }
    if (answer == 0 || answer == -Errno.EINPROGRESS.number()) {
      answer = calls.await(epoll, fd, (long) sequence << Integer.SIZE | fd);
    }
    if (answer < 0) {
      calls.close(fd);
      return answer;
    }
    return fd;
  }

  /** How many have ended since they were asked about last: at most a bounded number at once. */
  public int ended() {
    return Math.max(0, calls.ended(epoll));
  }

  public int fd(int which) {
    return (int) calls.tag(which);
  }

  public int sequence(int which) {
    return (int) (calls.tag(which) >> Integer.SIZE);
  }

  /**
   * Zero: the connection stands; or {@code -errno}. On one machine TCP may choose the port that it
   * calls as its own, and answer itself: nobody listens then, {@code -ECONNREFUSED}.
   */
  public int outcome(int which, Peer peer) {
    int fd = fd(which);
    int answer = calls.failed(which) ? calls.outcome(fd) : 0;
    return answer == 0 && calls.isItsOwnPeer(fd, peer.name) ? -Errno.ECONNREFUSED.number() : answer;
  }

  /** With a reset. */
  public void hangUp(int fd) {
    calls.close(fd);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      Libc.close(epoll);
    }
  }
}
