package io.directord.kernel.packet;

import io.directord.kernel.Errno;
import io.directord.kernel.libc.LibcScheduling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Asks for what makes a thread punctual. Each answers with what the kernel said against it.
 * Thread-safe.
 */
public final class RealTime {
  private static final int SELF = 0;
  private static final Path TASKS = Path.of("/proc/self/task");
  private static final String VM_THREAD = "VM Thread\n";
  private static final int NICE = -10;
  private static volatile boolean favoured;

  private RealTime() {}

  /**
   * SCHED_FIFO for the calling thread only, and for none that it starts; needs CAP_SYS_NICE or an
   * rtprio limit. The thread must wait now and then: the kernel stops one that never does ({@code
   * sched_rt_runtime_us}).
   */
  public static Optional<String> scheduleFifo(int priority) {
    return scheduleFifo(SELF, priority);
  }

  /**
   * SCHED_FIFO for the thread of the JVM that collects garbage and stops all others for that. A
   * punctual thread waits for it, and would wait for whoever keeps it from running.
   */
  public static Optional<String> scheduleVmThread(int priority) {
    try {
      for (int thread : threads()) {
        Path name = TASKS.resolve(Integer.toString(thread)).resolve("comm");
        if (Files.readString(name).equals(VM_THREAD)) {
          return scheduleFifo(thread, priority);
        }
      }
      return Optional.of("no thread of this JVM is named " + VM_THREAD.strip());
    } catch (IOException unreadable) {
      return Optional.of(TASKS + ": " + unreadable.getMessage());
    }
  }

  /**
   * Puts all threads of this process before those of others (nice -10): what a punctual thread may
   * have to wait for, such as a lock of the JVM, is then not held by one that is kept from running.
   * Threads started later inherit it; programs do not if {@link #start} starts them.
   */
  public static Optional<String> favourProcess() {
    try {
      for (int thread : threads()) {
        int answer = LibcScheduling.setPriority(thread, NICE);
        if (answer < 0 && Errno.of(-answer) != Errno.ESRCH) {
          return Optional.of(
              "nice " + NICE + ": not permitted; give the daemon CAP_SYS_NICE (LimitNICE=-10)");
        }
      }
      favoured = true;
      return Optional.empty();
    } catch (IOException unreadable) {
      return Optional.of(TASKS + ": " + unreadable.getMessage());
    }
  }

  /** Starts a program that is like any other, not favoured. */
  public static Process start(ProcessBuilder program) throws IOException {
    if (!favoured) {
      return program.start();
    }
    LibcScheduling.setPriority(SELF, 0);
    try {
      return program.start();
    } finally {
      LibcScheduling.setPriority(SELF, NICE);
    }
  }

  private static List<Integer> threads() throws IOException {
    try (Stream<Path> threads = Files.list(TASKS)) {
      return threads.map(thread -> Integer.valueOf(thread.toFile().getName())).toList();
    }
  }

  private static Optional<String> scheduleFifo(int thread, int priority) {
    int policy = LibcScheduling.SCHED_FIFO | LibcScheduling.SCHED_RESET_ON_FORK;
    int answer = LibcScheduling.setScheduler(thread, policy, priority);
    if (answer >= 0) {
      return Optional.empty();
    }
    String reason =
        switch (Errno.of(-answer)) {
          case EPERM ->
              "not permitted; give the daemon CAP_SYS_NICE, or an rtprio limit of "
                  + priority
                  + " (LimitRTPRIO=)";
          case EINVAL -> "priority must be 1..99";
          default -> "errno " + -answer;
        };
    return Optional.of("SCHED_FIFO " + priority + ": " + reason);
  }

  /**
   * Keeps the pages of the process in memory once they were used; needs CAP_IPC_LOCK or a memlock
   * limit. Pages that nobody touched yet stay unfetched (MCL_ONFAULT): a JVM reserves far more than
   * it uses, and all of that would have to be there at once.
   */
  public static Optional<String> lockMemory() {
    int flags = LibcScheduling.MCL_CURRENT | LibcScheduling.MCL_FUTURE | LibcScheduling.MCL_ONFAULT;
    int answer = LibcScheduling.lockAll(flags);
    if (answer >= 0) {
      return Optional.empty();
    }
    String reason =
        switch (Errno.of(-answer)) {
          case EPERM -> "not permitted; give the daemon CAP_IPC_LOCK";
          // Without the capability the limit counts what is reserved, used or not.
          case ENOMEM ->
              "the limit is too low; give the daemon CAP_IPC_LOCK" + " (LimitMEMLOCK=infinity)";
          default -> "errno " + -answer;
        };
    return Optional.of("locking memory: " + reason);
  }
}
