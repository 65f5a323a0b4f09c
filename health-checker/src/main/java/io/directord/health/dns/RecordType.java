package io.directord.health.dns;

/** Types of records that can be asked for (IANA, DNS parameters). */
public enum RecordType {
  A(1),
  NS(2),
  CNAME(5),
  SOA(6),
  PTR(12),
  MX(15),
  TXT(16),
  AAAA(28),
  SRV(33),
  NAPTR(35),
  DS(43),
  DNSKEY(48),
  SVCB(64),
  HTTPS(65),
  ANY(255),
  CAA(257);

  private final int number;

  RecordType(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}
