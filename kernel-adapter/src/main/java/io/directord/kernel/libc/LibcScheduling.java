package io.directord.kernel.libc;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** What makes threads punctual. Each call answers zero, or {@code -errno}. Thread-safe. */
public final class LibcScheduling {
  public static final int SCHED_FIFO = 1;

  /** Threads that the thread starts are not real-time. */
  public static final int SCHED_RESET_ON_FORK = 0x4000_0000;

  public static final int MCL_CURRENT = 1;
  public static final int MCL_FUTURE = 2;

  /** Pages are locked when they are touched, not fetched beforehand; since Linux 4.4. */
  public static final int MCL_ONFAULT = 4;

  private static final int PRIO_PROCESS = 0;

  private static final MethodHandle SCHED_SETSCHEDULER =
      Libc.call(
          "sched_setscheduler",
          FunctionDescriptor.of(Libc.INT, Libc.INT, Libc.INT, ValueLayout.ADDRESS));
  private static final MethodHandle SETPRIORITY =
      Libc.call("setpriority", FunctionDescriptor.of(Libc.INT, Libc.INT, Libc.INT, Libc.INT));
  private static final MethodHandle MLOCKALL =
      Libc.call("mlockall", FunctionDescriptor.of(Libc.INT, Libc.INT));

  private LibcScheduling() {}

  /** sched_setscheduler(2) of a thread; 0: the calling one, which must be one of the system's. */
  public static int setScheduler(int thread, int policy, int priority) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment parameter = arena.allocateFrom(Libc.INT, priority);
      MemorySegment state = arena.allocate(Libc.STATE);
      return Libc.negateErrno(
          (int) SCHED_SETSCHEDULER.invokeExact(state, thread, policy, parameter), state);
    } catch (Throwable broken) {
      throw new AssertionError("sched_setscheduler", broken);
    }
  }

  /**
   * setpriority(2) of a thread, which is what Linux takes a process for here; 0: the calling one.
   */
  public static int setPriority(int thread, int nice) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(Libc.STATE);
      return Libc.negateErrno(
          (int) SETPRIORITY.invokeExact(state, PRIO_PROCESS, thread, nice), state);
    } catch (Throwable broken) {
      throw new AssertionError("setpriority", broken);
    }
  }

  /** mlockall(2). */
  public static int lockAll(int flags) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(Libc.STATE);
      return Libc.negateErrno((int) MLOCKALL.invokeExact(state, flags), state);
    } catch (Throwable broken) {
      throw new AssertionError("mlockall", broken);
    }
  }
}
