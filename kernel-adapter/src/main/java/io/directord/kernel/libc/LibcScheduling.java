package io.directord.kernel.libc;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

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

  private static final LibcCall SCHED_SETSCHEDULER = LibcCall.named("sched_setscheduler");
  private static final LibcCall SETPRIORITY = LibcCall.named("setpriority");
  private static final LibcCall MLOCKALL = LibcCall.named("mlockall");

  private LibcScheduling() {}

  /** sched_setscheduler(2) of a thread; 0: the calling one, which must be one of the system's. */
  public static int setScheduler(int thread, int policy, int priority) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment parameter = arena.allocateFrom(Libc.INT, priority);
      return SCHED_SETSCHEDULER.call(LibcCall.state(arena), thread, policy, parameter.address());
    }
  }

  /**
   * setpriority(2) of a thread, which is what Linux takes a process for here; 0: the calling one.
   */
  public static int setPriority(int thread, int nice) {
    try (Arena arena = Arena.ofConfined()) {
      return SETPRIORITY.call(LibcCall.state(arena), PRIO_PROCESS, thread, nice);
    }
  }

  /** mlockall(2). */
  public static int lockAll(int flags) {
    try (Arena arena = Arena.ofConfined()) {
      return MLOCKALL.call(LibcCall.state(arena), flags);
    }
  }
}
