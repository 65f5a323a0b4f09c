package io.directord.kernel.link;

import io.directord.kernel.Errno;

/** A change of addresses that the kernel did not take. */
public record AddressRefusal(AddressChange change, int errnoNumber, String kernelText) {

  public Errno errno() {
    return Errno.of(errnoNumber);
  }

  /** What was refused, why, and what to do about it, as one line. */
  public String text() {
    String reason =
        switch (errno()) {
          case EEXIST -> "the link has it already";
          case EADDRNOTAVAIL -> "the link has no such address";
          case ENODEV -> "no such link";
          case EACCES -> "IPv6 is switched off on this link (sysctl disable_ipv6)";
          case EPERM -> "not permitted; give the daemon CAP_NET_ADMIN";
          case UNKNOWN -> "errno " + errnoNumber;
          default -> errno().words() + " (" + errno() + ")";
        };
    return change.ip() + ": " + reason + (kernelText.isEmpty() ? "" : " (" + kernelText + ")");
  }
}
