package io.directord.kernel.libc;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

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

  private static final Linker LINKER = Linker.nativeLinker();
  static final MemoryLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  static final ValueLayout.OfLong SIZE = ValueLayout.JAVA_LONG;

  private static final MethodHandle SOCKET =
      call("socket", FunctionDescriptor.of(INT, INT, INT, INT));
  private static final MethodHandle BIND =
      call("bind", FunctionDescriptor.of(INT, INT, ValueLayout.ADDRESS, INT));
  private static final MethodHandle SETSOCKOPT =
      call("setsockopt", FunctionDescriptor.of(INT, INT, INT, INT, ValueLayout.ADDRESS, INT));
  private static final MethodHandle SEND =
      call("send", FunctionDescriptor.of(SIZE, INT, ValueLayout.ADDRESS, SIZE, INT));
  private static final MethodHandle RECV =
      call("recv", FunctionDescriptor.of(SIZE, INT, ValueLayout.ADDRESS, SIZE, INT));
  private static final MethodHandle CLOSE = call("close", FunctionDescriptor.of(INT, INT));
  private static final MethodHandle CLOCK_GETTIME =
      call("clock_gettime", FunctionDescriptor.of(INT, INT, ValueLayout.ADDRESS));

  /** For those who have a terminal: each way to a call takes milliseconds to make. */
  private static final class Terminals {
    private static final long TIOCGWINSZ = 0x5413; // asm-generic/ioctls.h
    private static final MethodHandle IOCTL =
        call(
            "ioctl",
            FunctionDescriptor.of(INT, INT, SIZE, ValueLayout.ADDRESS),
            Linker.Option.firstVariadicArg(2));

    private Terminals() {}
  }

  private Libc() {}

  /** The width of the terminal behind a descriptor, ioctl_tty(2); an error where there is none. */
  public static int terminalColumns(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment size = arena.allocate(8); // struct winsize: rows, columns, pixels
      MemorySegment state = arena.allocate(STATE);
      int answer =
          negateErrno(
              (int) Terminals.IOCTL.invokeExact(state, fd, Terminals.TIOCGWINSZ, size), state);
      return answer < 0 ? answer : Short.toUnsignedInt(size.get(ValueLayout.JAVA_SHORT, 2));
    } catch (Throwable broken) {
      throw new AssertionError("ioctl", broken);
    }
  }

  /** socket(2). */
  public static int socket(int domain, int type, int protocol) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      return negateErrno((int) SOCKET.invokeExact(state, domain, type, protocol), state);
    } catch (Throwable broken) {
      throw new AssertionError("socket", broken);
    }
  }

  /** bind(2) to a netlink address: this port id (0: the kernel chooses) and these groups. */
  public static int bindNetlink(int fd, int groups) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment address = arena.allocate(12);
      address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_NETLINK);
      address.set(INT, 8, groups);
      MemorySegment state = arena.allocate(STATE);
      return negateErrno((int) BIND.invokeExact(state, fd, address, 12), state);
    } catch (Throwable broken) {
      throw new AssertionError("bind", broken);
    }
  }

  /** setsockopt(2) with an int. */
  public static int setsockopt(int fd, int level, int option, int value) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment argument = arena.allocateFrom(INT, value);
      MemorySegment state = arena.allocate(STATE);
      return negateErrno(
          (int) SETSOCKOPT.invokeExact(state, fd, level, option, argument, 4), state);
    } catch (Throwable broken) {
      throw new AssertionError("setsockopt", broken);
    }
  }

  /** send(2) of what remains in the direct buffer, whose position stays. */
  public static int send(int fd, ByteBuffer buffer) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = MemorySegment.ofBuffer(buffer);
      MemorySegment state = arena.allocate(STATE);
      long sent = (long) SEND.invokeExact(state, fd, bytes, bytes.byteSize(), 0);
      return negateErrno((int) sent, state);
    } catch (Throwable broken) {
      throw new AssertionError("send", broken);
    }
  }

  /**
   * recv(2) into the direct buffer, whose position stays. Answers the datagram's whole length,
   * which is more than the buffer took when it was cut off.
   */
  public static int recv(int fd, ByteBuffer buffer) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = MemorySegment.ofBuffer(buffer);
      MemorySegment state = arena.allocate(STATE);
      long received = (long) RECV.invokeExact(state, fd, bytes, bytes.byteSize(), TRUNC);
      return negateErrno((int) received, state);
    } catch (Throwable broken) {
      throw new AssertionError("recv", broken);
    }
  }

  /** close(2). */
  public static int close(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      return negateErrno((int) CLOSE.invokeExact(state, fd), state);
    } catch (Throwable broken) {
      throw new AssertionError("close", broken);
    }
  }

  /** clock_gettime(2), in nanoseconds. */
  public static long clockNanos(int clock) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment time = arena.allocate(16, 8);
      MemorySegment state = arena.allocate(STATE);
      int answer = negateErrno((int) CLOCK_GETTIME.invokeExact(state, clock, time), state);
      return answer < 0 ? answer : time.get(SIZE, 0) * 1_000_000_000L + time.get(SIZE, Long.BYTES);
    } catch (Throwable broken) {
      throw new AssertionError("clock_gettime", broken);
    }
  }

  /** A direct buffer in the machine's byte order, as the kernel's structures are. */
  public static ByteBuffer nativeBuffer(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }

  /** The answer, or what the call left in its state of errno. */
  static int negateErrno(int answer, MemorySegment state) {
    return answer == -1 ? -(int) ERRNO.get(state, 0L) : answer;
  }

  @SuppressWarnings("restricted")
  static MethodHandle call(String name, FunctionDescriptor descriptor, Linker.Option... further) {
    Linker.Option[] options = Arrays.copyOf(further, further.length + 1);
    options[further.length] = Linker.Option.captureCallState("errno");
    return LINKER.downcallHandle(
        LINKER.defaultLookup().find(name).orElseThrow(), descriptor, options);
  }
}
