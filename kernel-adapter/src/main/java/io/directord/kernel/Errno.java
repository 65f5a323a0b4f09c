package io.directord.kernel;

/** Linux error numbers that the kernel answers us with, in words ({@code asm-generic/errno.h}). */
public enum Errno {
  EPERM(1, "not permitted: needs CAP_NET_ADMIN"),
  ENOENT(2, "no such thing"),
  ESRCH(3, "no such thing"),
  EINTR(4, "interrupted"),
  EIO(5, "input/output error"),
  E2BIG(7, "too many"),
  EAGAIN(11, "try again"),
  ENOMEM(12, "the kernel has no memory left"),
  EACCES(13, "access denied"),
  EBUSY(16, "busy"),
  EEXIST(17, "already there"),
  ENODEV(19, "no such interface"),
  EINVAL(22, "invalid"),
  EMFILE(24, "too many open files in this process"),
  ENOSPC(28, "no room left"),
  ERANGE(34, "out of range"),
  EMSGSIZE(90, "message too long"),
  EPROTONOSUPPORT(93, "protocol not supported by this kernel"),
  EOPNOTSUPP(95, "not supported by this kernel"),
  EAFNOSUPPORT(97, "address family not supported by this kernel"),
  EADDRINUSE(98, "address in use"),
  EADDRNOTAVAIL(99, "no such address here"),
  ENETDOWN(100, "network is down"),
  ENOBUFS(105, "the kernel dropped answers: receive buffer full"),
  ETIMEDOUT(110, "no answer in time"),
  ECONNREFUSED(111, "connection refused"),
  EHOSTUNREACH(113, "no route to the host"),
  EINPROGRESS(115, "under way"),
  UNKNOWN(0, "unknown error");

  private final int number;
  private final String words;

  Errno(int number, String words) {
    this.number = number;
    this.words = words;
  }

  /** The constant for a positive error number; {@link #UNKNOWN} when it has none. */
  public static Errno of(int number) {
    for (Errno errno : values()) {
      if (errno.number == number) {
        return errno;
      }
    }
    return UNKNOWN;
  }

  public int number() {
    return number;
  }

  public String words() {
    return words;
  }
}
