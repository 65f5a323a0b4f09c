package io.directord.kernel.packet;

import io.directord.kernel.Errno;
import io.directord.kernel.libc.LibcScheduling;
import java.util.Optional;

/**
 * Asks for what makes a thread punctual. Each answers with what the kernel said against it.
 * Thread-safe.
 */
public final class RealTime {
  private RealTime() {}

  /**
   * SCHED_FIFO for the calling thread only, and for none that it starts; needs CAP_SYS_NICE or an
   * rtprio limit. The thread must wait now and then: the kernel stops one that never does ({@code
   * sched_rt_runtime_us}).
   */
  public static Optional<String> scheduleFifo(int priority) {
    int policy = LibcScheduling.SCHED_FIFO | LibcScheduling.SCHED_RESET_ON_FORK;
    int answer = LibcScheduling.setScheduler(policy, priority);
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
