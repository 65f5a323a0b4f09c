package io.directord.kernel.libc;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The system calls that Java has no way to. Each answers like the kernel: zero or more on success,
 * {@code -errno} otherwise. Thread-safe; buffers passed in must be direct.
 */
public final class Libc {
  public static final int AF_NETLINK = 16;
  public static final int SOCK_RAW = 3;
  public static final int SOCK_NONBLOCK = 0x800;
  public static final int SOCK_CLOEXEC = 0x80000;
  public static final int SOL_SOCKET = 1;
  public static final int SO_SNDBUF = 7;
  public static final int SO_RCVBUF = 8;
  public static final int SO_SNDBUFFORCE = 32;
  public static final int SO_RCVBUFFORCE = 33;
  public static final int SOL_NETLINK = 270;

  /** The clock of {@code CLOCK_MONOTONIC}, which {@code System.nanoTime} does not promise to be. */
  public static final int CLOCK_MONOTONIC = 1;

  private static final int TRUNC = 0x20; // MSG_TRUNC: recv answers the whole length

  private static final long TIOCGWINSZ = 0x5413; // asm-generic/ioctls.h

  static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  static final ValueLayout.OfLong SIZE = ValueLayout.JAVA_LONG;

  static final LibcCall SOCKET = LibcCall.named("socket");
  static final LibcCall BIND = LibcCall.named("bind");
  static final LibcCall SETSOCKOPT = LibcCall.named("setsockopt");
  private static final LibcCall SEND = LibcCall.named("send");
  private static final LibcCall RECV = LibcCall.named("recv");
  static final LibcCall CLOSE = LibcCall.named("close");
  private static final LibcCall CLOCK_GETTIME = LibcCall.named("clock_gettime");
  private static final LibcCall IOCTL = LibcCall.named("ioctl");

  private Libc() {}

  /** The width of the terminal behind a descriptor, ioctl_tty(2); an error where there is none. */
  public static int terminalColumns(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment size = arena.allocate(8); // struct winsize: rows, columns, pixels
      int answer = IOCTL.call(LibcCall.state(arena), fd, TIOCGWINSZ, size.address());
      return answer < 0 ? answer : Short.toUnsignedInt(size.get(ValueLayout.JAVA_SHORT, 2));
    }
  }

  /** socket(2). */
  public static int socket(int domain, int type, int protocol) {
    try (Arena arena = Arena.ofConfined()) {
      return SOCKET.call(LibcCall.state(arena), domain, type, protocol);
    }
  }

  /** bind(2) to a netlink address: this port id (0: the kernel chooses) and these groups. */
  public static int bindNetlink(int fd, int groups) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment address = arena.allocate(12);
      address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_NETLINK);
      address.set(INT, 8, groups);
      return BIND.call(LibcCall.state(arena), fd, address.address(), address.byteSize());
    }
  }

  /** setsockopt(2) with an int. */
  public static int setsockopt(int fd, int level, int option, int value) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment argument = arena.allocateFrom(INT, value);
      return SETSOCKOPT.call(
          LibcCall.state(arena), fd, level, option, argument.address(), Integer.BYTES);
    }
  }

  /** send(2) of what remains in the direct buffer, whose position stays. */
  public static int send(int fd, ByteBuffer buffer) {
    return transfer(SEND, fd, buffer, 0);
  }

  /**
   * recv(2) into the direct buffer, whose position stays. Answers the datagram's whole length,
   * which is more than the buffer took when it was cut off.
   */
  public static int recv(int fd, ByteBuffer buffer) {
    return transfer(RECV, fd, buffer, TRUNC);
  }

  private static int transfer(LibcCall call, int fd, ByteBuffer buffer, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = MemorySegment.ofBuffer(buffer);
      return call.call(LibcCall.state(arena), fd, bytes.address(), bytes.byteSize(), flags);
    } finally {
      Reference.reachabilityFence(buffer);
    }
  }

  /** close(2). */
  public static int close(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      return CLOSE.call(LibcCall.state(arena), fd);
    }
  }

  /** clock_gettime(2), in nanoseconds. */
  public static long clockNanos(int clock) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment time = arena.allocate(16, 8);
      int answer = CLOCK_GETTIME.call(LibcCall.state(arena), clock, time.address());
      return answer < 0 ? answer : time.get(SIZE, 0) * 1_000_000_000L + time.get(SIZE, Long.BYTES);
    }
  }

  /** A direct buffer in the machine's byte order, as the kernel's structures are. */
  public static ByteBuffer nativeBuffer(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }
}
