package io.directord.kernel.ipvs;

/** IPv4 netmasks as numbers whose highest bit is the address's first. Pure. */
final class Netmask {
  private Netmask() {}

  static int ofPrefix(int prefixLength) {
    return prefixLength == 0 ? 0 : -1 << (32 - prefixLength);
  }

  /** The length of the leading run of ones; what follows it is ignored. */
  static int prefixOf(int mask) {
    return Integer.numberOfLeadingZeros(~mask);
  }
}
