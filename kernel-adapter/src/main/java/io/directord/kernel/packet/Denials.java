package io.directord.kernel.packet;

import io.directord.kernel.Errno;
import io.directord.kernel.KernelException;

/** Refusals of raw sockets in words. Pure. */
final class Denials {
  private Denials() {}

  static KernelException of(String subject, int errno) {
    return Errno.of(errno) == Errno.EPERM
        ? new KernelException(subject, Errno.EPERM, "not permitted; give the daemon CAP_NET_RAW")
        : new KernelException(subject, errno);
  }
}
