package io.directord.health.dns;

/** What a server makes of a question (IANA, DNS RCODEs); in the order of their numbers. */
public enum Rcode {
  NOERROR,
  FORMERR,
  SERVFAIL,
  NXDOMAIN,
  NOTIMP,
  REFUSED,
  YXDOMAIN,
  YXRRSET,
  NXRRSET,
  NOTAUTH,
  NOTZONE;

  /** Such as {@code NXDOMAIN}, or {@code RCODE 13} for one that has no name. */
  static String text(int number) {
    return number < values().length ? values()[number].name() : "RCODE " + number;
  }
}
