package io.directord.health.dns;

/** What a server makes of a question (IANA, DNS RCODEs). */
public enum Rcode {
  NOERROR(0),
  FORMERR(1),
  SERVFAIL(2),
  NXDOMAIN(3),
  NOTIMP(4),
  REFUSED(5),
  YXDOMAIN(6),
  YXRRSET(7),
  NXRRSET(8),
  NOTAUTH(9),
  NOTZONE(10);

  private final int number;

  Rcode(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  /** Such as {@code NXDOMAIN}, or {@code RCODE 13} for one that has no name. */
  static String text(int number) {
    for (Rcode each : values()) {
      if (each.number == number) {
        return each.name();
      }
    }
    return "RCODE " + number;
  }
}
