package io.directord.kernel.ipvs;

/** A transport that IPVS balances; {@link #number} is its IP protocol number. */
public enum Protocol {
  TCP(6),
  UDP(17),
  SCTP(132);

  private final int number;

  Protocol(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  /** The name in configuration, status and metrics: {@code tcp}, {@code udp}, {@code sctp}. */
  public String text() {
    return switch (this) {
      case TCP -> "tcp";
      case UDP -> "udp";
      case SCTP -> "sctp";
    };
  }
}
