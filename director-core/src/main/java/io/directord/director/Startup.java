package io.directord.director;

import io.directord.kernel.Errno;
import io.directord.kernel.KernelException;

/** Why the kernel keeps a program from starting, as one line and an exit code. Pure. */
public final class Startup {
  private Startup() {}

  public static StartFailure failure(KernelException refused) {
    int code =
        refused.errno() == Errno.EPERM || refused.errno() == Errno.EACCES
            ? ExitCode.PERMISSION
            : ExitCode.UNAVAILABLE;
    return new StartFailure(code, String.valueOf(refused.getMessage()));
  }
}
