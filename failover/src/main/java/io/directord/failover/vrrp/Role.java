package io.directord.failover.vrrp;

/**
 * What a virtual router is on this node: the states of RFC 9568 section 6.4, and Fault, when it may
 * not take part. The number is the field's own, in metrics and MIBs.
 */
public enum Role {
  INITIALIZE(0),
  BACKUP(1),
  ACTIVE(2),
  FAULT(3);

  private final int number;

  Role(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }
}
