package io.directord.kernel.link;

import io.directord.kernel.Errno;

/** A change of links, routes or rules that the kernel did not take. */
public record NetworkRefusal(NetworkChange change, int errnoNumber, String kernelText) {
  private static final int UNREACHABLE = 101; // ENETUNREACH, asm-generic/errno.h

  public Errno errno() {
    return Errno.of(errnoNumber);
  }

  /** What was refused, why, and what to do about it, as one line. */
  public String text() {
    String reason =
        switch (errno()) {
          case EEXIST -> "there is such a " + change.what() + " already";
          case ESRCH, ENOENT -> "there is no such " + change.what();
          case ENODEV -> "no such link";
          case ENETDOWN -> "the link is down";
          case EPERM -> "not permitted; give the daemon CAP_NET_ADMIN";
          case EBUSY -> "the link is in use by something that goes with no macvlan";
          case EOPNOTSUPP -> "this kernel has no such " + change.what() + "s";
          case UNKNOWN ->
              errnoNumber == UNREACHABLE
                  ? "the gateway is on no network of the link"
                  : "errno " + errnoNumber;
          default -> errno().words() + " (" + errno() + ")";
        };
    return change.ip() + ": " + reason + (kernelText.isEmpty() ? "" : " (" + kernelText + ")");
  }
}
